package io.gatehouse.admin.health;

import io.gatehouse.status.Readiness;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Up as soon as the first translation is published. It stays up while the source is away: what was
 * last read is served.
 */
@Component
final class TranslationHealthIndicator implements HealthIndicator {

  private final Readiness readiness;

  TranslationHealthIndicator(Readiness readiness) {
    this.readiness = readiness;
  }

  @Override
  public Health health() {
    return readiness.published()
        ? Health.up().build()
        : Health.outOfService().withDetail("waiting", "for the first translation").build();
  }
}
