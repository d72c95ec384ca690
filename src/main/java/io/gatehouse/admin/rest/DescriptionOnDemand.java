package io.gatehouse.admin.rest;

import java.util.Set;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.stereotype.Component;

/**
 * The library behind the OpenAPI description (and the second JSON library that it brings) starts
 * when somebody first asks for it: about 700 classes that most processes never need.
 */
@Component
final class DescriptionOnDemand implements BeanDefinitionRegistryPostProcessor, Ordered {

  private static final String LIBRARY = "org.springdoc.";

  /** Started by every process, to log that the description is on and to name its own 404. */
  private static final Set<String> EAGER =
      Set.of(
          "springDocAppInitializer",
          "springDocSwaggerInitializer",
          "org.springdoc.core.configuration.SpringDocConfiguration$OpenApiResourceAdvice");

  @Override
  public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
    for (String name : registry.getBeanDefinitionNames()) {
      BeanDefinition definition = registry.getBeanDefinition(name);
      if (EAGER.contains(name)) {
        registry.removeBeanDefinition(name);
      } else if (isOfLibrary(definition.getBeanClassName())
          || isOfLibrary(definition.getFactoryBeanName())) {
        definition.setLazyInit(true);
      }
    }
  }

  private static boolean isOfLibrary(String name) {
    return name != null && name.startsWith(LIBRARY);
  }

  @Override
  public int getOrder() {
    return LOWEST_PRECEDENCE;
  }
}
