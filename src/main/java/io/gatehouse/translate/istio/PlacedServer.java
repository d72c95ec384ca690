package io.gatehouse.translate.istio;

import io.gatehouse.finding.Origin;
import io.gatehouse.resource.istio.Gateway;
import io.gatehouse.resource.istio.Gateway.Server;
import io.gatehouse.resource.istio.Gateway.ServerHost;
import java.util.List;

/**
 * A server that has its place on a port.
 *
 * @param hosts those of its hosts that no older server has; never empty
 */
record PlacedServer(ListenerPort port, Gateway gateway, Server server, List<ServerHost> hosts) {

  Origin origin() {
    return gateway.origin(server);
  }

  /** The names of its hosts, each once, sorted. */
  List<String> hostNames() {
    return hosts.stream().map(ServerHost::host).distinct().sorted().toList();
  }
}
