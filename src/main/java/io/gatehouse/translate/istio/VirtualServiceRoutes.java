package io.gatehouse.translate.istio;

import io.gatehouse.model.Route;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a VirtualService makes of requests and connections, whatever the host.
 *
 * @param routes of requests, in its own order
 * @param tls of connections by server name, in its own order
 * @param tcp of connections, in its own order
 * @param backends what the clusters that they name stand for; absent where that does not exist
 */
public record VirtualServiceRoutes(
    List<ScopedRoute> routes,
    List<ConnectionRoute> tls,
    List<ConnectionRoute> tcp,
    Map<String, Backend> backends) {

  public VirtualServiceRoutes {
    routes = List.copyOf(routes);
    tls = List.copyOf(tls);
    tcp = List.copyOf(tcp);
    backends = Map.copyOf(backends);
  }

  /** Whether its routes are not all for other servers. */
  boolean areFor(PlacedServer server) {
    return routes.isEmpty() || routes.stream().anyMatch(route -> route.isFor(server));
  }

  /** Those for any of {@code servers}. */
  List<Route> at(List<PlacedServer> servers) {
    return routes.stream().map(route -> route.at(servers)).flatMap(Optional::stream).toList();
  }
}
