package io.gatehouse.model;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Which other origins' scripts may use a route.
 *
 * @param origins an exact {@code *} is any
 * @param maxAge in whole seconds, how long browsers may keep the answer; empty does not say
 * @param forwardsUnmatched whether preflights of other origins go on to the backend
 * @see <a href="https://fetch.spec.whatwg.org/#http-cors-protocol">The CORS protocol</a>
 */
public record Cors(
    List<TextMatch> origins,
    List<String> methods,
    List<String> headers,
    List<String> exposed,
    Optional<Duration> maxAge,
    boolean credentials,
    boolean forwardsUnmatched) {

  public Cors {
    Objects.requireNonNull(maxAge, "maxAge");
    origins = List.copyOf(origins);
    methods = List.copyOf(methods);
    headers = List.copyOf(headers);
    exposed = List.copyOf(exposed);
  }
}
