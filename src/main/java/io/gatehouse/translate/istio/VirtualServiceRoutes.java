package io.gatehouse.translate.istio;

import io.gatehouse.model.Route;
import java.util.List;
import java.util.Map;

/**
 * What a VirtualService makes of requests, whatever the host.
 *
 * @param routes in its own order
 * @param backends what the clusters that they name stand for; absent where that does not exist
 */
public record VirtualServiceRoutes(List<Route> routes, Map<String, Backend> backends) {

  public VirtualServiceRoutes {
    routes = List.copyOf(routes);
    backends = Map.copyOf(backends);
  }
}
