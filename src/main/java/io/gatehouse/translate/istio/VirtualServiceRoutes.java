package io.gatehouse.translate.istio;

import io.gatehouse.model.Route;
import java.util.List;
import java.util.Map;

/**
 * What a VirtualService makes of requests and connections, whatever the host.
 *
 * @param routes of requests, in its own order
 * @param tls of connections by server name, in its own order
 * @param tcp of connections, in its own order
 * @param backends what the clusters that they name stand for; absent where that does not exist
 */
public record VirtualServiceRoutes(
    List<Route> routes,
    List<ConnectionRoute> tls,
    List<ConnectionRoute> tcp,
    Map<String, Backend> backends) {

  public VirtualServiceRoutes {
    routes = List.copyOf(routes);
    tls = List.copyOf(tls);
    tcp = List.copyOf(tcp);
    backends = Map.copyOf(backends);
  }
}
