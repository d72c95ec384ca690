package io.gatehouse.model;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * When a request is tried again.
 *
 * @param attempts retries after the first try
 * @param on Envoy's {@code retry_on} conditions, comma separated
 * @param statusCodes of answers that are tried again, where {@code on} says so
 * @param perTryTimeout empty for none but the route's
 * @param backoff least time before the first retry; empty for Envoy's 25 ms
 * @param hostReselections how often another host is looked for that was not tried yet; 0 for not at
 *     all
 * @param otherPriorities whether endpoints of other priorities are tried
 */
public record RetryPolicy(
    int attempts,
    String on,
    List<Integer> statusCodes,
    Optional<Duration> perTryTimeout,
    Optional<Duration> backoff,
    int hostReselections,
    boolean otherPriorities) {

  public RetryPolicy {
    Objects.requireNonNull(on, "on");
    Objects.requireNonNull(perTryTimeout, "perTryTimeout");
    Objects.requireNonNull(backoff, "backoff");
    statusCodes = List.copyOf(statusCodes);
  }
}
