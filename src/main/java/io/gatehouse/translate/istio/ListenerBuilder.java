package io.gatehouse.translate.istio;

import io.gatehouse.credential.Credentials;
import io.gatehouse.model.Listener;
import io.gatehouse.model.Listener.FilterChain;
import io.gatehouse.resource.istio.Gateway.ServerTls;
import io.gatehouse.translate.common.Findings;
import io.gatehouse.translate.common.Translated;
import java.util.List;
import java.util.Optional;

/** Filter chains, and the listeners that they make up. */
final class ListenerBuilder {

  private static final String ANY_HOST = "*";

  private ListenerBuilder() {}

  /**
   * The chain of servers; empty, with a finding, while a credential of theirs is missing.
   *
   * @param namespace of the proxies, where their Secrets are
   */
  static Translated<Optional<FilterChain>> chain(
      ServerGroup servers, Credentials credentials, String namespace) {
    String name = servers.name();
    Optional<ServerTls> tls = servers.tls();
    if (tls.isEmpty()) {
      return new Translated<>(
          Optional.of(
              new FilterChain(name, List.of(), Optional.empty(), name, servers.port().origin())),
          List.of());
    }
    PlacedServer server = servers.servers().get(0);
    Findings findings = new Findings();
    return new Translated<>(
        new TlsResolver(namespace, credentials, findings)
            .resolve(server, tls.get())
            .map(
                termination ->
                    new FilterChain(
                        name,
                        serverNames(server),
                        Optional.of(termination),
                        name,
                        server.origin())),
        findings.sorted());
  }

  /** A chain that answers any host matches every name, and clients that send none. */
  private static List<String> serverNames(PlacedServer server) {
    List<String> hosts = server.hostNames();
    return hosts.contains(ANY_HOST) ? List.of() : hosts;
  }

  /** The listeners of a port. */
  static List<String> names(ListenerPort port, boolean http3) {
    return http3 && port.tls()
        ? List.of(port.name(), IstioNames.quicListener(port.name()))
        : List.of(port.name());
  }

  /**
   * One of the listeners of a port; empty where none of the chains fits it.
   *
   * @param name one of {@link #names}
   * @param chains in the order of their names
   */
  static Optional<Listener> listener(String name, ListenerPort port, List<FilterChain> chains) {
    boolean quic = !name.equals(port.name());
    List<FilterChain> fitting = chains.stream().filter(chain -> !quic || chain.fitsQuic()).toList();
    return Optional.of(fitting)
        .filter(some -> !some.isEmpty())
        .map(
            some ->
                new Listener(
                    name, port.addresses(), port.port(), port.tls(), quic, some, port.origin()));
  }
}
