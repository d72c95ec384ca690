package io.gatehouse.resource.istio;

import io.gatehouse.finding.Origin;
import io.gatehouse.resource.Kind;
import io.gatehouse.resource.Metadata;
import io.gatehouse.resource.Resource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * An Istio Gateway.
 *
 * @param selector labels of the proxies it is for; empty selects all
 * @param servers the servers that can be honoured, in the object's order; {@link Server#index()} is
 *     the place in the object
 * @see <a href="https://istio.io/latest/docs/reference/config/networking/gateway/">Gateway
 *     reference</a>
 */
public record Gateway(Metadata metadata, Map<String, String> selector, List<Server> servers)
    implements Resource {

  public Gateway {
    Objects.requireNonNull(metadata, "metadata");
    selector = Map.copyOf(selector);
    servers = List.copyOf(servers);
  }

  @Override
  public Kind kind() {
    return Kind.GATEWAY;
  }

  /** Where findings about {@code server} point. */
  public Origin origin(Server server) {
    return origin().at("spec.servers").at(server.index());
  }

  /**
   * One server of a Gateway.
   *
   * @param index place in {@code spec.servers}, from 0
   * @param name {@code name}, empty where absent
   * @param port what it listens on
   * @param bind address to bind, empty for all addresses of the proxy
   * @param hosts at least one
   * @param tls present exactly for protocols HTTPS and TLS
   * @param httpsRedirect whether plain HTTP requests are sent to HTTPS (only on HTTP ports)
   */
  public record Server(
      int index,
      String name,
      ServerPort port,
      String bind,
      List<ServerHost> hosts,
      Optional<ServerTls> tls,
      boolean httpsRedirect) {

    public Server {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(port, "port");
      Objects.requireNonNull(bind, "bind");
      Objects.requireNonNull(tls, "tls");
      hosts = List.copyOf(hosts);
    }

    /** Whether TLS goes on to the backend as it comes. */
    public boolean passesThrough() {
      return tls.filter(settings -> settings.mode() == TlsMode.PASSTHROUGH).isPresent();
    }

    /** Which routes of VirtualServices say where what it takes goes. */
    public Routing routing() {
      if (passesThrough()) {
        return Routing.TLS;
      }
      return port.protocol() == Protocol.HTTPS || port.protocol().isPlainHttp()
          ? Routing.HTTP
          : Routing.TCP;
    }
  }

  /** The kinds of routes that a VirtualService has. */
  public enum Routing {
    /** Of requests. */
    HTTP,
    /** Of connections, by the server name that they ask for. */
    TLS,
    /** Of connections, all alike. */
    TCP;

    /** The field of a VirtualService's spec. */
    public String field() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** {@code port} of a server; the name is part of Istio's uniqueness rules. */
  public record ServerPort(int number, String name, Protocol protocol) {

    public ServerPort {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(protocol, "protocol");
    }
  }

  /** Protocols of a server. */
  public enum Protocol {
    HTTP,
    HTTP2,
    GRPC,
    /** Requests of browsers, which gRPC is translated for. */
    GRPC_WEB,
    HTTPS,
    TLS,
    TCP,
    /** Forwarded as TCP. */
    MONGO;

    /** Whether its requests are HTTP, in the clear. */
    public boolean isPlainHttp() {
      return this == HTTP || this == HTTP2 || this == GRPC || this == GRPC_WEB;
    }

    /** Whether its servers have to say what they do with TLS. */
    public boolean needsTls() {
      return this == HTTPS || this == TLS;
    }

    /** As users write it. */
    public String title() {
      return name().replace('_', '-');
    }
  }

  /**
   * A host of a server.
   *
   * @param namespace which namespaces' VirtualServices may attach: {@code *} for all, else one
   *     namespace ({@code .} is resolved)
   * @param host lower case: exact, {@code *.suffix} or {@code *}
   */
  public record ServerHost(String namespace, String host) {

    public ServerHost {
      Objects.requireNonNull(namespace, "namespace");
      Objects.requireNonNull(host, "host");
    }
  }

  /**
   * What a server does with TLS.
   *
   * @param mode whether it is terminated, and what clients have to show
   * @param certificate what clients are shown; empty exactly for {@link TlsMode#PASSTHROUGH}
   * @param clientCa what clients' certificates are verified with; present exactly for {@link
   *     TlsMode#MUTUAL} and {@link TlsMode#OPTIONAL_MUTUAL}
   */
  public record ServerTls(
      TlsMode mode,
      Optional<ServerCertificate> certificate,
      Optional<ClientCa> clientCa,
      ClientChecks clientChecks,
      TlsParameters parameters) {

    public ServerTls {
      Objects.requireNonNull(mode, "mode");
      Objects.requireNonNull(certificate, "certificate");
      Objects.requireNonNull(clientCa, "clientCa");
      Objects.requireNonNull(clientChecks, "clientChecks");
      Objects.requireNonNull(parameters, "parameters");
    }

    /**
     * What most servers have: one Secret, with the CA beside the certificate where it is needed.
     */
    public static ServerTls ofCredential(TlsMode mode, String name) {
      boolean verifies = mode == TlsMode.MUTUAL || mode == TlsMode.OPTIONAL_MUTUAL;
      return new ServerTls(
          mode,
          Optional.of(new ServerCertificate.Credentials(List.of(name))),
          verifies ? Optional.of(new ClientCa.OfCertificate()) : Optional.empty(),
          ClientChecks.NONE,
          TlsParameters.DEFAULT);
    }

    /**
     * The Secrets with the server's certificates; empty where these are files or there are none.
     */
    public List<String> credentialNames() {
      return certificate
          .filter(ServerCertificate.Credentials.class::isInstance)
          .map(credentials -> ((ServerCertificate.Credentials) credentials).names())
          .orElse(List.of());
    }
  }

  /** What a server does with TLS and whether clients must show a certificate. */
  public enum TlsMode {
    SIMPLE,
    MUTUAL,
    /** Verified where the client has one. */
    OPTIONAL_MUTUAL,
    /** Not terminated. */
    PASSTHROUGH
  }

  /** What clients are shown. */
  public sealed interface ServerCertificate {

    /** Secrets in the namespace of the proxy, one for each type of key: one or two. */
    record Credentials(List<String> names) implements ServerCertificate {
      public Credentials {
        names = List.copyOf(names);
      }
    }

    /** Files of the proxy, one pair for each type of key: one or two. */
    record Files(List<FilePair> pairs) implements ServerCertificate {
      public Files {
        pairs = List.copyOf(pairs);
      }
    }
  }

  /** Absolute paths in the proxy's file system. */
  public record FilePair(String certificate, String privateKey) {}

  /** What clients' certificates are verified with. */
  public sealed interface ClientCa {

    /** Beside the server's own certificate: in its Secret or in {@code <name>-cacert}. */
    record OfCertificate() implements ClientCa {}

    /** {@code caCertCredentialName}: a Secret or ConfigMap in the namespace of the proxy. */
    record Credential(String name) implements ClientCa {}

    /**
     * Files of the proxy.
     *
     * @param crl {@code caCrl}
     */
    record File(String path, Optional<String> crl) implements ClientCa {}
  }

  /**
   * What else a client's certificate has to be.
   *
   * @param subjectAltNames one of which it has to have; empty for any
   * @param spkiHashes base64 SHA-256 of the key, one of which it has to have; empty for any
   * @param certificateHashes SHA-256 of the certificate in lower-case hexadecimal; where there are
   *     hashes of both kinds, any one of either
   * @param insecureSkipVerify whether one that does not verify is let in
   */
  public record ClientChecks(
      List<String> subjectAltNames,
      List<String> spkiHashes,
      List<String> certificateHashes,
      boolean insecureSkipVerify) {

    public static final ClientChecks NONE =
        new ClientChecks(List.of(), List.of(), List.of(), false);

    public ClientChecks {
      subjectAltNames = List.copyOf(subjectAltNames);
      spkiHashes = List.copyOf(spkiHashes);
      certificateHashes = List.copyOf(certificateHashes);
    }
  }

  /**
   * Versions and ciphers.
   *
   * @param minVersion empty for the default
   * @param maxVersion empty for the default
   * @param cipherSuites in order of preference; empty for the default
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
  }

  /** Versions of TLS, in their order. */
  public enum TlsVersion {
    TLSV1_0,
    TLSV1_1,
    TLSV1_2,
    TLSV1_3
  }
}
