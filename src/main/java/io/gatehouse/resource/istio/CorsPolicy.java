package io.gatehouse.resource.istio;

import io.gatehouse.resource.istio.HttpMatch.StringMatch;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Istio's {@code corsPolicy}.
 *
 * @param origins an exact {@code *} is any
 * @param maxAge in whole seconds
 * @param forwardsUnmatched whether preflights of other origins go on to the backend (the default)
 */
public record CorsPolicy(
    List<StringMatch> origins,
    List<String> methods,
    List<String> headers,
    List<String> exposed,
    Optional<Duration> maxAge,
    boolean credentials,
    boolean forwardsUnmatched) {

  public CorsPolicy {
    Objects.requireNonNull(maxAge, "maxAge");
    origins = List.copyOf(origins);
    methods = List.copyOf(methods);
    headers = List.copyOf(headers);
    exposed = List.copyOf(exposed);
  }
}
