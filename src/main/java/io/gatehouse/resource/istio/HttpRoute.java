package io.gatehouse.resource.istio;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One entry of {@code spec.http}.
 *
 * @param index place in {@code spec.http}, from 0
 * @param name {@code name}, empty where absent
 * @param matches alternatives, each of which is a route of its own; empty matches every request
 * @param action where requests go
 * @param headers operations on request and response for the whole route
 * @param timeout empty for none (Istio's default)
 */
public record HttpRoute(
    int index,
    String name,
    List<HttpMatch> matches,
    RouteAction action,
    HeaderOperations headers,
    Optional<Duration> timeout) {

  public HttpRoute {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(action, "action");
    Objects.requireNonNull(headers, "headers");
    Objects.requireNonNull(timeout, "timeout");
    matches = List.copyOf(matches);
  }

  /** What is done with a request that matches. */
  public sealed interface RouteAction {

    /**
     * Forwarded to one of several destinations, by weight.
     *
     * @param destinations at least one; the sum of weights is above 0
     */
    record Forward(List<WeightedDestination> destinations) implements RouteAction {
      public Forward {
        destinations = List.copyOf(destinations);
      }
    }

    /**
     * Answered with a redirect.
     *
     * @param uri replaces the path, or with {@code prefixRewrite} the matched prefix; empty keeps
     *     it
     * @param prefixRewrite whether {@code uri} replaces the matched prefix only
     * @param authority replaces the host; empty keeps it
     * @param scheme {@code http} or {@code https}; empty keeps it
     * @param port replaces the port; empty keeps Envoy's default for the scheme
     * @param code 301, 302, 303, 307 or 308
     */
    record Redirect(
        Optional<String> uri,
        boolean prefixRewrite,
        Optional<String> authority,
        Optional<String> scheme,
        Optional<Integer> port,
        int code)
        implements RouteAction {}
  }

  /**
   * A destination and its share.
   *
   * @param index place in {@code route}, from 0
   * @param weight 0 or more; a single destination counts whatever its weight
   * @param headers operations for this destination only
   */
  public record WeightedDestination(
      int index, Destination destination, int weight, HeaderOperations headers) {

    public WeightedDestination {
      Objects.requireNonNull(destination, "destination");
      Objects.requireNonNull(headers, "headers");
    }
  }
}
