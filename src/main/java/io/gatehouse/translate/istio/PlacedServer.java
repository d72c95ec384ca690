package io.gatehouse.translate.istio;

import io.gatehouse.finding.Origin;
import io.gatehouse.resource.ObjectName;
import io.gatehouse.resource.istio.Gateway.Server;
import io.gatehouse.resource.istio.Gateway.ServerHost;
import java.util.List;
import java.util.Map;

/**
 * A server that has its place on a port.
 *
 * @param hosts those of its hosts that no older server has; never empty
 * @param narrower the hosts below its wildcards that TLS servers of the port have, itself too, and
 *     which server that is
 */
public record PlacedServer(
    ListenerPort port,
    ObjectName gateway,
    Server server,
    Origin origin,
    List<ServerHost> hosts,
    Map<String, Origin> narrower) {

  public PlacedServer {
    hosts = List.copyOf(hosts);
    narrower = Map.copyOf(narrower);
  }

  PlacedServer with(Map<String, Origin> hostsBelow) {
    return new PlacedServer(port, gateway, server, origin, hosts, hostsBelow);
  }

  /** The names of its hosts, each once, sorted. */
  List<String> hostNames() {
    return hosts.stream().map(ServerHost::host).distinct().sorted().toList();
  }
}
