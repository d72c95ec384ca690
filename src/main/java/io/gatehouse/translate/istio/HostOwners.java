package io.gatehouse.translate.istio;

import io.gatehouse.finding.Origin;
import io.gatehouse.resource.HostPattern;
import io.gatehouse.translate.common.HostIndex;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which TLS server of a port a host belongs to: the one with the narrowest of the hosts that cover
 * it, as the SNI name chooses.
 *
 * <p>No other server of the port answers for it: neither while its own chain is left out for want
 * of a credential, nor for a client that names one host in the handshake and another in the request
 * (it gets 421, RFC 9110 section 15.5.20). So a client without a certificate never reaches a host
 * that asks for one. Istio's gateways answer with what they have, or with 404.
 *
 * <p>A server that passes TLS through has a chain for each server name that it routes: only for
 * those that belong to it.
 */
final class HostOwners {

  private HostOwners() {}

  /** Tells each server what is below its wildcards; one that has none is not concerned. */
  static List<PlacedServer> tellApart(List<PlacedServer> servers) {
    Map<ListenerPort, HostIndex<PlacedServer>> byPort = new HashMap<>();
    servers.stream()
        .filter(server -> server.port().tls())
        .filter(server -> server.hostNames().stream().anyMatch(HostPattern::isWildcard))
        .forEach(server -> byPort.putIfAbsent(server.port(), new HostIndex<>()));
    if (byPort.isEmpty()) {
      return servers;
    }
    for (PlacedServer server : servers) {
      HostIndex<PlacedServer> index = byPort.get(server.port());
      if (index != null) {
        server.hostNames().forEach(host -> index.add(host, server));
      }
    }
    return servers.stream()
        .map(
            server ->
                byPort.containsKey(server.port())
                    ? server.with(narrower(server, byPort.get(server.port())))
                    : server)
        .toList();
  }

  private static Map<String, Origin> narrower(PlacedServer server, HostIndex<PlacedServer> owners) {
    Map<String, Origin> narrower = new HashMap<>();
    server.hostNames().stream()
        .filter(HostPattern::isWildcard)
        .forEach(
            wildcard ->
                owners.forEachOverlap(
                    wildcard,
                    (host, owner) -> {
                      if (!host.equals(wildcard)) {
                        narrower.put(host, owner.origin());
                      }
                    }));
    return narrower;
  }
}
