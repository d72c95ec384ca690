package io.gatehouse.admin;

import io.gatehouse.admin.metrics.DeliveryMetrics;
import io.gatehouse.status.Readiness;
import io.gatehouse.status.StatusBoard;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;

/** This room with an empty board, for tests. */
@SpringBootConfiguration
@EnableAutoConfiguration
@Import({AdminConfiguration.class, FailingController.class})
public class AdminTestApplication {

  public static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  /** Whether the health endpoint is told that something was published. */
  static final AtomicBoolean PUBLISHED = new AtomicBoolean();

  @Bean
  @Primary
  Readiness readiness() {
    return PUBLISHED::get;
  }

  @Bean
  Clock clock() {
    return Clock.fixed(NOW, ZoneOffset.UTC);
  }

  @Bean
  StatusBoard statusBoard(Clock clock) {
    return new StatusBoard(clock);
  }

  @Bean
  DeliveryMetrics deliveryMetrics(MeterRegistry registry) {
    return new DeliveryMetrics(registry);
  }
}
