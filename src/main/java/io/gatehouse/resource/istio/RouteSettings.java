package io.gatehouse.resource.istio;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How a route treats its requests, whatever its action. What is empty is not set: a delegate's
 * route takes it from the route that delegates.
 *
 * @param headers operations on request and response for the whole route
 * @param timeout zero for none; not set means none too (Istio's default)
 * @param mirrors present and empty for nobody
 */
public record RouteSettings(
    HeaderOperations headers,
    Optional<Duration> timeout,
    Optional<HttpRewrite> rewrite,
    Optional<HttpRetries> retries,
    Optional<HttpFault> fault,
    Optional<List<HttpMirror>> mirrors,
    Optional<CorsPolicy> cors) {

  public static final RouteSettings NONE = headers(HeaderOperations.NONE);

  public RouteSettings {
    Objects.requireNonNull(headers, "headers");
    Objects.requireNonNull(timeout, "timeout");
    Objects.requireNonNull(rewrite, "rewrite");
    Objects.requireNonNull(retries, "retries");
    Objects.requireNonNull(fault, "fault");
    mirrors = mirrors.map(List::copyOf);
    Objects.requireNonNull(cors, "cors");
  }

  /** Operations on headers, and nothing else. */
  public static RouteSettings headers(HeaderOperations headers) {
    return new RouteSettings(
        headers,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** These, and of {@code root} what they leave open, as Istio merges a delegate. */
  public RouteSettings inheriting(RouteSettings root) {
    return new RouteSettings(
        headers.equals(HeaderOperations.NONE) ? root.headers : headers,
        timeout.or(root::timeout),
        rewrite.or(root::rewrite),
        retries.or(root::retries),
        fault.or(root::fault),
        mirrors.or(root::mirrors),
        cors.or(root::cors));
  }
}
