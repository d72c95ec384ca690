package io.gatehouse.translate.istio;

import static io.gatehouse.resource.istio.Gateway.TlsVersion.TLSV1_3;

import io.gatehouse.credential.CredentialKey;
import io.gatehouse.model.Listener;
import io.gatehouse.resource.istio.Gateway.Protocol;
import io.gatehouse.resource.istio.Gateway.Routing;
import io.gatehouse.resource.istio.Gateway.ServerTls;
import io.gatehouse.resource.istio.Gateway.TlsMode;
import java.util.List;
import java.util.Optional;

/**
 * The servers that share their filter chains and, for HTTP, their route configuration: all plain
 * HTTP servers of a port, or one server of any other kind.
 *
 * @param name of the route configuration; those of the chains begin with it
 * @param servers in order of precedence; never empty
 */
public record ServerGroup(String name, ListenerPort port, List<PlacedServer> servers) {

  public ServerGroup {
    servers = List.copyOf(servers);
  }

  /** Which routes of VirtualServices it needs. */
  public Routing routing() {
    return servers.get(0).server().routing();
  }

  /**
   * Whether gRPC-Web is translated to gRPC: for none that did not ask for it, since its backends
   * may speak gRPC-Web themselves.
   */
  boolean grpcWeb() {
    return servers.stream()
        .anyMatch(server -> server.server().port().protocol() == Protocol.GRPC_WEB);
  }

  /** What the one server does with TLS; empty where it has none. */
  Optional<ServerTls> tls() {
    return servers.get(0).server().tls();
  }

  /** Whether its hosts can be had over HTTP/3; see {@link Listener.FilterChain#fitsQuic}. */
  boolean fitsQuic() {
    return tls()
        .filter(tls -> tls.mode() == TlsMode.SIMPLE)
        .filter(tls -> tls.parameters().maxVersion().filter(max -> max != TLSV1_3).isEmpty())
        .isPresent();
  }

  /**
   * The credentials of its chain.
   *
   * @param namespace of the proxies, where their Secrets are
   */
  public List<CredentialKey> credentials(String namespace) {
    return tls().map(tls -> CredentialKey.askedBy(tls, namespace)).orElse(List.of());
  }
}
