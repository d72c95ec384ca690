package io.gatehouse.resource.istio;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Istio's {@code retries}, in place of its default.
 *
 * @param attempts 0 for no retries at all
 * @param perTryTimeout zero or not set for none but the route's
 * @param on names of conditions; both lists empty means the default ones
 * @param statusCodes of answers that are tried again
 * @param remoteLocalities whether endpoints of other localities are tried
 * @param ignorePreviousHosts whether hosts that were tried are passed over
 * @param backoff least time before the first retry
 */
public record HttpRetries(
    int attempts,
    Optional<Duration> perTryTimeout,
    List<String> on,
    List<Integer> statusCodes,
    boolean remoteLocalities,
    boolean ignorePreviousHosts,
    Optional<Duration> backoff) {

  public HttpRetries {
    Objects.requireNonNull(perTryTimeout, "perTryTimeout");
    Objects.requireNonNull(backoff, "backoff");
    on = List.copyOf(on);
    statusCodes = List.copyOf(statusCodes);
  }
}
