package io.gatehouse.translate.istio;

import io.gatehouse.finding.Origin;
import io.gatehouse.resource.ObjectName;
import io.gatehouse.resource.istio.Gateway.Server;
import io.gatehouse.resource.istio.Gateway.ServerHost;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A server that has its place on a port.
 *
 * @param hosts those of its hosts that no older server has; never empty
 * @param narrower the hosts below its own that servers of the port have, and who of them keeps it
 *     from answering there; empty where neither a server of the port does such a thing nor this one
 *     passes TLS through
 */
public record PlacedServer(
    ListenerPort port,
    ObjectName gateway,
    Server server,
    Origin origin,
    List<ServerHost> hosts,
    Map<String, Optional<Guard>> narrower) {

  /** A server that asks clients for certificates which another does not ask for. */
  public record Guard(int port, Origin origin) {}

  public PlacedServer {
    hosts = List.copyOf(hosts);
    narrower = Map.copyOf(narrower);
  }

  PlacedServer with(Map<String, Optional<Guard>> hostsBelow) {
    return new PlacedServer(port, gateway, server, origin, hosts, hostsBelow);
  }

  /** The names of its hosts, each once, sorted. */
  List<String> hostNames() {
    return hosts.stream().map(ServerHost::host).distinct().sorted().toList();
  }
}
