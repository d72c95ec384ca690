package io.gatehouse.app;

import io.gatehouse.files.DirectorySource;
import io.gatehouse.kubernetes.ApiClients;
import io.gatehouse.kubernetes.informer.KubernetesSource;
import io.gatehouse.kubernetes.informer.WatchedNamespaces;
import io.gatehouse.pipeline.Pipeline;
import io.gatehouse.view.ObjectSource;
import java.io.IOException;
import java.time.Clock;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Where objects come from. */
@Configuration(proxyBeanMethods = false)
class SourceConfiguration {

  @Bean(destroyMethod = "close")
  ObjectSource source(GatehouseProperties properties, Clock clock) throws IOException {
    return switch (properties.source()) {
      case FILES -> new DirectorySource(properties.files().directory());
      case KUBERNETES -> kubernetesSource(properties.kubernetes(), clock);
    };
  }

  private static ObjectSource kubernetesSource(
      GatehouseProperties.Kubernetes kubernetes, Clock clock) throws IOException {
    return new KubernetesSource(
        ApiClients.standard(),
        new WatchedNamespaces(kubernetes.namespaces(), kubernetes.secretNamespaces()),
        clock);
  }

  /** Reading begins when everything that listens is in place. */
  @Bean
  ApplicationRunner start(ObjectSource source, Pipeline pipeline) {
    return arguments -> source.start(pipeline);
  }
}
