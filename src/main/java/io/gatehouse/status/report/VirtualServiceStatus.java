package io.gatehouse.status.report;

import java.util.List;

/** What becomes of a VirtualService. */
public record VirtualServiceStatus(
    String namespace,
    String name,
    ServingState state,
    List<String> hosts,
    List<BoundGateway> gateways,
    List<ServedHost> servedBy,
    List<ServedConnections> connections,
    List<FindingEntry> findings) {

  /**
   * A Gateway it names.
   *
   * @param gateway {@code namespace/name}
   * @param exists whether there is such a Gateway
   */
  public record BoundGateway(String gateway, boolean exists) {}

  /**
   * A virtual host that has routes of it.
   *
   * @param group whose proxies serve it
   * @param requireTls whether plain requests are redirected to HTTPS
   * @param routes all of the virtual host's, in the order in which Envoy tries them
   */
  public record ServedHost(
      String group,
      String routeConfiguration,
      String virtualHost,
      List<String> domains,
      boolean requireTls,
      List<RouteEntry> routes) {}

  /**
   * A filter chain that forwards connections by a route of it.
   *
   * @param group whose proxies serve it
   * @param serverNames that clients ask for; none for any
   * @param object the VirtualService, for example {@code VirtualService default/mail}
   * @param field its route, for example {@code spec.tls[0]}
   */
  public record ServedConnections(
      String group,
      String listener,
      String filterChain,
      List<String> serverNames,
      String object,
      String field,
      List<RouteEntry.Destination> destinations) {}
}
