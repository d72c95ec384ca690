package io.gatehouse.translate.istio;

import io.gatehouse.resource.istio.Gateway.ServerHost;
import io.gatehouse.resource.istio.Gateway.TlsMode;
import io.gatehouse.translate.common.HostIndex;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Which TLS server of a port a host belongs to: the one with the narrowest of the hosts that cover
 * it, as the SNI name chooses.
 *
 * <p>A host of a server that asks clients for certificates is never answered by a wider server that
 * does not ask for the same ones: neither while its own chain is left out for want of a credential,
 * nor for a client that names one host in the handshake and another in the request. Istio's
 * gateways would answer.
 */
final class HostOwners {

  private static final HostIndex<PlacedServer> NONE = new HostIndex<>();

  private final Map<ListenerPort, HostIndex<PlacedServer>> byPort = new HashMap<>();

  /** Looks only at ports where some server asks for certificates. */
  HostOwners(List<PlacedServer> servers) {
    servers.stream()
        .filter(HostOwners::asksForCertificates)
        .forEach(server -> byPort.putIfAbsent(server.port(), new HostIndex<>()));
    for (PlacedServer server : servers) {
      HostIndex<PlacedServer> index = byPort.get(server.port());
      if (index != null) {
        server.hostNames().forEach(host -> index.add(host, server));
      }
    }
  }

  /** The server that keeps {@code server} from answering for {@code host}. */
  Optional<PlacedServer> guard(PlacedServer server, String host) {
    return byPort
        .getOrDefault(server.port(), NONE)
        .narrowest(host)
        .filter(owner -> guards(owner, server));
  }

  /** Calls {@code action} for each host under those of {@code server} that is kept from it. */
  void forEachGuarded(PlacedServer server, BiConsumer<String, PlacedServer> action) {
    HostIndex<PlacedServer> owners = byPort.getOrDefault(server.port(), NONE);
    for (ServerHost serverHost : server.hosts()) {
      owners.forEachOverlap(
          serverHost.host(),
          (host, owner) -> {
            if (!host.equals(serverHost.host()) && guards(owner, server)) {
              action.accept(host, owner);
            }
          });
    }
  }

  private static boolean guards(PlacedServer owner, PlacedServer server) {
    return asksForCertificates(owner) && !owner.server().tls().equals(server.server().tls());
  }

  private static boolean asksForCertificates(PlacedServer server) {
    return server.server().tls().filter(tls -> tls.mode() == TlsMode.MUTUAL).isPresent();
  }
}
