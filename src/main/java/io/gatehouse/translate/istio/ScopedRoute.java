package io.gatehouse.translate.istio;

import io.gatehouse.model.Route;
import io.gatehouse.model.Route.Action.Redirect;
import io.gatehouse.resource.istio.MatchScope;
import java.util.List;
import java.util.Optional;

/**
 * A route of a VirtualService, and the servers that it is for.
 *
 * @param scope for which Gateways it counts
 * @param port of the server; empty for any
 * @param portOfRequest whether it redirects to the port that the request came in at
 */
public record ScopedRoute(
    Route route, MatchScope scope, Optional<Integer> port, boolean portOfRequest) {

  private static final int HTTP = 80;
  private static final int HTTPS = 443;

  /** For every server. */
  static ScopedRoute anywhere(Route route) {
    return new ScopedRoute(route, MatchScope.ANY, Optional.empty(), false);
  }

  boolean isFor(PlacedServer server) {
    return scope.includes(server.gateway())
        && port.filter(wanted -> wanted != server.server().port().number()).isEmpty();
  }

  /** As it is at the first of {@code servers} that it is for; empty where it is for none. */
  Optional<Route> at(List<PlacedServer> servers) {
    return servers.stream().filter(this::isFor).findFirst().map(this::at);
  }

  /** A redirect names no port that goes without saying, as in Istio. */
  private Route at(PlacedServer server) {
    if (!(route.action() instanceof Redirect redirect)) {
      return route;
    }
    Optional<Integer> target =
        portOfRequest ? Optional.of(server.server().port().number()) : redirect.port();
    boolean https =
        redirect.scheme().map("https"::equals).orElse(server.server().tls().isPresent());
    return route.with(redirect.with(target.filter(to -> to != (https ? HTTPS : HTTP))));
  }
}
