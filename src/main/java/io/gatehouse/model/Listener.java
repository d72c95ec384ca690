package io.gatehouse.model;

import io.gatehouse.finding.Origin;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A port of the gateway. Only its filter chains change over its life, so that Envoy updates it in
 * place.
 *
 * @param name {@code <bind>_<port>}
 * @param addresses what it binds; the first is Envoy's {@code address}, others {@code
 *     additional_addresses}
 * @param port 1 to 65535
 * @param tls whether its chains terminate TLS (then the ClientHello is inspected), fixed for its
 *     life
 * @param quic whether it is the UDP port beside a TLS one, for HTTP/3; then {@code tls} too
 * @param filterChains in the order of their names
 * @param origin the oldest server that asked for the port
 */
public record Listener(
    String name,
    List<String> addresses,
    int port,
    boolean tls,
    boolean quic,
    List<FilterChain> filterChains,
    Origin origin) {

  public Listener {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(origin, "origin");
    addresses = List.copyOf(addresses);
    filterChains = List.copyOf(filterChains);
  }

  /** A TCP port. */
  public Listener(
      String name,
      List<String> addresses,
      int port,
      boolean tls,
      List<FilterChain> filterChains,
      Origin origin) {
    this(name, addresses, port, tls, false, filterChains, origin);
  }

  /** The same port with other chains. */
  public Listener with(List<FilterChain> chains) {
    return new Listener(name, addresses, port, tls, quic, chains, origin);
  }

  /**
   * One server of a port.
   *
   * @param name unique in the listener and stable while its server stays
   * @param serverNames SNI names it answers, sorted; empty for any (and for plain HTTP)
   * @param tls empty for plain HTTP
   * @param routeConfiguration name of the route configuration, over RDS
   * @param origin the server it comes from
   */
  public record FilterChain(
      String name,
      List<String> serverNames,
      Optional<TlsTermination> tls,
      String routeConfiguration,
      Origin origin) {

    public FilterChain {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(tls, "tls");
      Objects.requireNonNull(routeConfiguration, "routeConfiguration");
      Objects.requireNonNull(origin, "origin");
      serverNames = List.copyOf(serverNames);
    }

    /** Whether QUIC can carry it: Envoy 1.36 has no client certificates there. */
    public boolean fitsQuic() {
      return tls.filter(termination -> termination.clientCa().isEmpty()).isPresent();
    }
  }

  /**
   * How a chain terminates TLS; both names are SDS resources.
   *
   * @param certificate the server's certificate and key
   * @param clientCa CA bundle that clients' certificates must chain to; present exactly where they
   *     are required (MUTUAL)
   */
  public record TlsTermination(String certificate, Optional<String> clientCa) {

    public TlsTermination {
      Objects.requireNonNull(certificate, "certificate");
      Objects.requireNonNull(clientCa, "clientCa");
    }
  }
}
