package io.gatehouse.admin.rest;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import java.util.function.Supplier;
import org.springdoc.core.properties.SwaggerUiConfigProperties;
import org.springdoc.core.properties.SwaggerUiOAuthProperties;
import org.springdoc.core.providers.ObjectMapperProvider;
import org.springdoc.webmvc.ui.SwaggerIndexPageTransformer;
import org.springdoc.webmvc.ui.SwaggerIndexTransformer;
import org.springdoc.webmvc.ui.SwaggerWelcomeCommon;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.util.function.SingletonSupplier;

/** The OpenAPI description: its head, and what keeps it from being a burden at the start. */
@Configuration(proxyBeanMethods = false)
class OpenApiDescription {

  @Bean
  @Lazy
  OpenAPI openApi() {
    return new OpenAPI()
        .info(
            new Info()
                .title("Gatehouse")
                .version("v1")
                .description(
                    "What serves each host, what is wrong, in which object and field, and what to"
                        + " do. Read only; never key material. Each answer is a readable table too"
                        + " (Accept: text/plain)."));
  }

  /** As the library's own, but it brings a second JSON library up only when it is asked for. */
  @Bean
  SwaggerIndexTransformer indexPageTransformer(
      ObjectProvider<SwaggerUiConfigProperties> ui,
      ObjectProvider<SwaggerUiOAuthProperties> oauth,
      ObjectProvider<SwaggerWelcomeCommon> welcome,
      ObjectProvider<ObjectMapperProvider> mapper) {
    Supplier<SwaggerIndexTransformer> page =
        SingletonSupplier.of(
            () ->
                new SwaggerIndexPageTransformer(
                    ui.getObject(), oauth.getObject(), welcome.getObject(), mapper.getObject()));
    return (request, resource, chain) -> page.get().transform(request, resource, chain);
  }
}
