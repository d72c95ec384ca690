package io.gatehouse.translate.istio;

import io.gatehouse.resource.istio.Gateway.ServerHost;
import io.gatehouse.resource.istio.Gateway.ServerTls;
import io.gatehouse.translate.common.HostIndex;
import io.gatehouse.translate.istio.PlacedServer.Guard;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Which TLS server of a port a host belongs to: the one with the narrowest of the hosts that cover
 * it, as the SNI name chooses.
 *
 * <p>A host of a server that asks clients for certificates is never answered by a wider server that
 * does not ask for the same ones: neither while its own chain is left out for want of a credential,
 * nor for a client that names one host in the handshake and another in the request. Istio's
 * gateways would answer.
 *
 * <p>A server that passes TLS through has a chain for each server name that it routes: only for
 * those that belong to it.
 */
final class HostOwners {

  private HostOwners() {}

  /**
   * Tells each server what is below its hosts, if it passes TLS through or a server of the port
   * asks for certificates.
   */
  static List<PlacedServer> tellApart(List<PlacedServer> servers) {
    Set<ListenerPort> guarded =
        servers.stream()
            .filter(HostOwners::asksForCertificates)
            .map(PlacedServer::port)
            .collect(Collectors.toSet());
    Predicate<PlacedServer> isTold =
        server -> guarded.contains(server.port()) || server.server().passesThrough();
    Map<ListenerPort, HostIndex<PlacedServer>> byPort = new HashMap<>();
    servers.stream()
        .filter(isTold)
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
        .map(s -> isTold.test(s) ? s.with(narrower(s, byPort.get(s.port()))) : s)
        .toList();
  }

  private static Map<String, Optional<Guard>> narrower(
      PlacedServer server, HostIndex<PlacedServer> owners) {
    Map<String, Optional<Guard>> narrower = new HashMap<>();
    for (ServerHost serverHost : server.hosts()) {
      owners.forEachOverlap(
          serverHost.host(),
          (host, owner) -> {
            if (!host.equals(serverHost.host())) {
              narrower.put(host, guard(owner, server));
            }
          });
    }
    return narrower;
  }

  private static Optional<Guard> guard(PlacedServer owner, PlacedServer server) {
    return asksForCertificates(owner) && !owner.server().tls().equals(server.server().tls())
        ? Optional.of(new Guard(owner.server().port().number(), owner.origin()))
        : Optional.empty();
  }

  private static boolean asksForCertificates(PlacedServer server) {
    return server.server().tls().flatMap(ServerTls::clientCa).isPresent();
  }
}
