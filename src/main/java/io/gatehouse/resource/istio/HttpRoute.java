package io.gatehouse.resource.istio;

import io.gatehouse.resource.ObjectName;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One entry of {@code spec.http}.
 *
 * @param index place in {@code spec.http}, from 0
 * @param name {@code name}, empty where absent
 * @param matches alternatives, each of which is a route of its own; empty matches every request
 * @param action what is done with a request
 * @param settings how
 */
public record HttpRoute(
    int index, String name, List<HttpMatch> matches, RouteAction action, RouteSettings settings) {

  public HttpRoute {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(action, "action");
    Objects.requireNonNull(settings, "settings");
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
     * @param portOfRequest whether the port is the one that the request came in at
     * @param code 301, 302, 303, 307 or 308
     */
    record Redirect(
        Optional<String> uri,
        boolean prefixRewrite,
        Optional<String> authority,
        Optional<String> scheme,
        Optional<Integer> port,
        boolean portOfRequest,
        int code)
        implements RouteAction {}

    /**
     * Answered without a backend.
     *
     * @param status 200 to 599
     * @param body text, or bytes in base64
     */
    record DirectResponse(int status, String body, boolean base64) implements RouteAction {

      /**
       * What answers the requests of a route that cannot be honoured: no wider route is to have
       * them.
       */
      public static final DirectResponse UNAVAILABLE = new DirectResponse(503, "", false);
    }

    /** Left to the routes of another VirtualService, narrowed by this one. */
    record Delegate(ObjectName virtualService) implements RouteAction {}
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
