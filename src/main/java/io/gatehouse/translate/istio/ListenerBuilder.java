package io.gatehouse.translate.istio;

import io.gatehouse.credential.Credentials;
import io.gatehouse.model.Listener;
import io.gatehouse.model.Listener.FilterChain;
import io.gatehouse.model.Listener.Handling;
import io.gatehouse.model.Listener.TlsTermination;
import io.gatehouse.resource.HostPattern;
import io.gatehouse.translate.common.Findings;
import io.gatehouse.translate.common.Translated;
import java.util.List;
import java.util.Optional;

/** Filter chains, and the listeners that they make up. */
final class ListenerBuilder {

  private ListenerBuilder() {}

  /**
   * The chain of servers whose requests are routed; empty, with a finding, while a credential of
   * theirs is missing.
   *
   * @param namespace of the proxies, where their Secrets are
   */
  static Translated<List<FilterChain>> ofRequests(
      ServerGroup servers, Credentials credentials, String namespace) {
    Handling handling = new Handling.Http(servers.name(), servers.grpcWeb());
    if (servers.tls().isEmpty()) {
      return new Translated<>(
          List.of(
              new FilterChain(
                  servers.name(), List.of(), Optional.empty(), handling, servers.port().origin())),
          List.of());
    }
    Findings findings = new Findings();
    List<FilterChain> chains =
        new TlsResolver(namespace, credentials, findings)
                .resolve(servers.servers().get(0), servers.tls().get())
                .map(tls -> terminating(servers, tls, handling))
                .stream()
                .toList();
    return new Translated<>(chains, findings.sorted());
  }

  /** The chain of the one server that terminates TLS. */
  static FilterChain terminating(ServerGroup servers, TlsTermination tls, Handling handling) {
    PlacedServer server = servers.servers().get(0);
    return new FilterChain(
        servers.name(),
        serverNames(server.hostNames()),
        Optional.of(tls),
        handling,
        server.origin());
  }

  /** A chain that answers any host matches every name, and clients that send none. */
  static List<String> serverNames(List<String> hosts) {
    return hosts.contains(HostPattern.ANY) ? List.of() : hosts;
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
