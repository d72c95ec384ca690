package io.gatehouse.resource.istio;

import io.gatehouse.finding.Origin;
import io.gatehouse.resource.Kind;
import io.gatehouse.resource.Metadata;
import io.gatehouse.resource.Resource;
import java.util.List;
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
   * @param tls present exactly for protocol HTTPS
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
    HTTPS
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
   * How a server terminates TLS.
   *
   * @param credentialName the Secret that holds the server's certificate and key, in the namespace
   *     of the proxy
   */
  public record ServerTls(TlsMode mode, String credentialName) {

    public ServerTls {
      Objects.requireNonNull(mode, "mode");
      Objects.requireNonNull(credentialName, "credentialName");
    }
  }

  /** Whether clients must show a certificate. */
  public enum TlsMode {
    SIMPLE,
    MUTUAL
  }
}
