package io.gatehouse.model;

import io.gatehouse.finding.Origin;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A port of the gateway. Only its filter chains change over its life, so that Envoy updates it in
 * place.
 *
 * @param name {@code <bind>_<port>}
 * @param addresses what it binds; the first is Envoy's {@code address}, others {@code
 *     additional_addresses}
 * @param port 1 to 65535
 * @param tls whether its clients speak TLS (then the ClientHello is inspected), fixed for its life
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

  /** The names of the clusters that its chains name themselves. */
  public Set<String> clusters() {
    return filterChains.stream()
        .flatMap(FilterChain::clusters)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** The same port with other chains. */
  public Listener with(List<FilterChain> chains) {
    return new Listener(name, addresses, port, tls, quic, chains, origin);
  }

  /**
   * One server of a port, or what of it has a way of its own.
   *
   * @param name unique in the listener and stable while its server stays
   * @param serverNames SNI names it answers, sorted; empty for any (and where clients do not speak
   *     TLS)
   * @param tls empty where TLS is not terminated
   * @param handling what becomes of what clients send
   * @param origin the server it comes from
   */
  public record FilterChain(
      String name,
      List<String> serverNames,
      Optional<TlsTermination> tls,
      Handling handling,
      Origin origin) {

    public FilterChain {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(tls, "tls");
      Objects.requireNonNull(handling, "handling");
      Objects.requireNonNull(origin, "origin");
      serverNames = List.copyOf(serverNames);
    }

    /**
     * Whether QUIC can carry it, which is TLS 1.3 and in Envoy 1.36 without client certificates.
     */
    public boolean fitsQuic() {
      return tls.filter(termination -> tcp().isEmpty())
          .filter(termination -> termination.clients().isEmpty())
          .filter(termination -> termination.parameters().allowsTls13())
          .isPresent();
    }

    /** Where its requests are routed; empty where they are not looked at. */
    public Optional<String> routeConfiguration() {
      return http().map(Handling.Http::routeConfiguration);
    }

    /** How its requests are looked at; empty where they are not. */
    public Optional<Handling.Http> http() {
      return Optional.of(handling)
          .filter(Handling.Http.class::isInstance)
          .map(Handling.Http.class::cast);
    }

    /** Where its connections are forwarded; empty where it looks at requests. */
    public Optional<Handling.Tcp> tcp() {
      return Optional.of(handling)
          .filter(Handling.Tcp.class::isInstance)
          .map(Handling.Tcp.class::cast);
    }

    /** The clusters that it names itself. */
    public Stream<String> clusters() {
      return tcp().stream().flatMap(tcp -> tcp.clusters().stream()).map(TcpShare::cluster);
    }
  }

  /** What becomes of what clients send. */
  public sealed interface Handling {

    /**
     * Requests are routed.
     *
     * @param routeConfiguration its name, over RDS
     * @param grpcWeb whether gRPC-Web requests of browsers are translated to gRPC
     */
    record Http(String routeConfiguration, boolean grpcWeb) implements Handling {}

    /**
     * Connections are forwarded.
     *
     * @param clusters one or more, by weight
     * @param bySourceAddress whether the client's address chooses the endpoint, where a cluster
     *     balances by hash
     * @param statPrefix of their statistics
     * @param origin the VirtualService's route
     */
    record Tcp(List<TcpShare> clusters, boolean bySourceAddress, String statPrefix, Origin origin)
        implements Handling {
      public Tcp {
        clusters = List.copyOf(clusters);
      }
    }
  }

  /**
   * A share of connections for one cluster.
   *
   * @param weight 1 or more, relative to the others; their sum fits into 32 bits without sign
   */
  public record TcpShare(String cluster, int weight) {}

  /**
   * How a chain terminates TLS.
   *
   * @param certificates names of SDS resources, one for each type of key; at least one
   * @param clients present exactly where clients are asked for certificates
   */
  public record TlsTermination(
      List<String> certificates, Optional<ClientValidation> clients, TlsParameters parameters) {

    public TlsTermination {
      Objects.requireNonNull(clients, "clients");
      Objects.requireNonNull(parameters, "parameters");
      certificates = List.copyOf(certificates);
    }
  }

  /**
   * What clients' certificates have to be.
   *
   * @param ca SDS resource of the CA bundle that they must chain to
   * @param required whether a client without one is refused
   * @param subjectAltNames one of which it has to have; empty for any
   * @param spkiHashes base64 SHA-256 of its key; with {@code certificateHashes} one of which has to
   *     be its own; empty for any
   * @param certificateHashes lower-case hexadecimal SHA-256 of it
   * @param untrustedToo whether one that does not verify is let in
   */
  public record ClientValidation(
      String ca,
      boolean required,
      List<String> subjectAltNames,
      List<String> spkiHashes,
      List<String> certificateHashes,
      boolean untrustedToo) {

    public ClientValidation {
      Objects.requireNonNull(ca, "ca");
      subjectAltNames = List.copyOf(subjectAltNames);
      spkiHashes = List.copyOf(spkiHashes);
      certificateHashes = List.copyOf(certificateHashes);
    }

    /** Of which only the CA is asked. */
    public static ClientValidation by(String ca, boolean required) {
      return new ClientValidation(ca, required, List.of(), List.of(), List.of(), false);
    }
  }

  /**
   * Versions and ciphers.
   *
   * @param minVersion empty for the default
   * @param maxVersion empty for the default
   * @param cipherSuites in order of preference, by their OpenSSL names; empty for the default
   */
  public record TlsParameters(
      Optional<TlsVersion> minVersion, Optional<TlsVersion> maxVersion, List<String> cipherSuites) {

    public static final TlsParameters DEFAULT =
        new TlsParameters(Optional.empty(), Optional.empty(), List.of());

    public TlsParameters {
      Objects.requireNonNull(minVersion, "minVersion");
      Objects.requireNonNull(maxVersion, "maxVersion");
      cipherSuites = List.copyOf(cipherSuites);
    }

    boolean allowsTls13() {
      return maxVersion.filter(version -> version != TlsVersion.TLSV1_3).isEmpty();
    }
  }

  /** Versions of TLS, in their order. */
  public enum TlsVersion {
    TLSV1_0,
    TLSV1_1,
    TLSV1_2,
    TLSV1_3
  }
}
