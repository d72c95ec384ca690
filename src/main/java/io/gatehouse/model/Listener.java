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

    /**
     * Whether QUIC can carry it, which is TLS 1.3 and in Envoy 1.36 without client certificates.
     */
    public boolean fitsQuic() {
      return tls.filter(termination -> termination.clients().isEmpty())
          .filter(termination -> termination.parameters().allowsTls13())
          .isPresent();
    }
  }

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
