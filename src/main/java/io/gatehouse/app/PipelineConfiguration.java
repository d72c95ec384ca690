package io.gatehouse.app;

import io.gatehouse.admin.metrics.DeliveryMetrics;
import io.gatehouse.credential.CredentialStore;
import io.gatehouse.pipeline.Pipeline;
import io.gatehouse.status.DeliveryLog;
import io.gatehouse.status.SecretLog;
import io.gatehouse.status.StatusBoard;
import io.gatehouse.translate.common.TranslationOptions;
import io.gatehouse.translate.istio.Translator;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** From objects to snapshots, and who hears of it. */
@Configuration(proxyBeanMethods = false)
class PipelineConfiguration {

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }

  @Bean
  StatusBoard statusBoard(Clock clock) {
    return new StatusBoard(clock);
  }

  @Bean(destroyMethod = "close")
  Pipeline pipeline(GatehouseProperties properties, StatusBoard board, Clock clock) {
    return new Pipeline(
        new Translator(
            new TranslationOptions(
                properties.clusterDomain(),
                properties.allowsLocalEndpoints(),
                properties.edge().http3().enabled())),
        properties.edge().options(),
        new CredentialStore(properties.credentials().deletionGrace()),
        new StatusFanOut(board, List.of(board, new SecretLog())),
        clock);
  }

  @Bean
  DeliveryFanOut deliveries(StatusBoard board, Pipeline pipeline, MeterRegistry registry) {
    return new DeliveryFanOut(
        List.of(board, new DeliveryLog(), new DeliveryMetrics(registry), pipeline));
  }
}
