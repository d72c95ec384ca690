package io.gatehouse.status;

import io.gatehouse.finding.Origin;
import java.time.Instant;
import java.util.Objects;

/**
 * An Envoy refused a version of a resource.
 *
 * @param detail Envoy's words, made fit to be shown
 * @param origin the object the resource comes from
 */
public record Refusal(String version, String detail, Origin origin, Instant at) {

  public Refusal {
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(detail, "detail");
    Objects.requireNonNull(origin, "origin");
    Objects.requireNonNull(at, "at");
  }
}
