package io.gatehouse.resource.istio;

import io.gatehouse.finding.Origin;
import io.gatehouse.resource.Kind;
import io.gatehouse.resource.Metadata;
import io.gatehouse.resource.ObjectName;
import io.gatehouse.resource.Resource;
import io.gatehouse.resource.istio.Gateway.Routing;
import io.gatehouse.resource.istio.HttpRoute.RouteAction.Delegate;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An Istio VirtualService.
 *
 * @param hosts lower case: exact, {@code *.suffix} or {@code *}
 * @param gateways the Gateways it is bound to (short names resolved); {@code mesh} is left out
 * @param http the routes of requests that can be honoured, in order
 * @param tls the routes of connections by server name that can be honoured, in order
 * @param tcp the routes of other connections that can be honoured, in order
 * @param exportTo namespaces that may see it: {@code *}, {@code .} (its own), {@code ~} (none) or
 *     names; empty means {@code *}
 * @see <a
 *     href="https://istio.io/latest/docs/reference/config/networking/virtual-service/">VirtualService
 *     reference</a>
 */
public record VirtualService(
    Metadata metadata,
    List<String> hosts,
    List<ObjectName> gateways,
    List<HttpRoute> http,
    List<TlsRoute> tls,
    List<TcpRoute> tcp,
    List<String> exportTo)
    implements Resource {

  public VirtualService {
    Objects.requireNonNull(metadata, "metadata");
    hosts = List.copyOf(hosts);
    gateways = List.copyOf(gateways);
    http = List.copyOf(http);
    tls = List.copyOf(tls);
    tcp = List.copyOf(tcp);
    exportTo = List.copyOf(exportTo);
  }

  @Override
  public Kind kind() {
    return Kind.VIRTUAL_SERVICE;
  }

  /** Where findings about {@code route} point. */
  public Origin origin(HttpRoute route) {
    return origin().at("spec.http").at(route.index());
  }

  /** Whether others can delegate to it: it has routes of its own, but no hosts and Gateways. */
  public boolean isDelegate() {
    return hosts.isEmpty() && gateways.isEmpty() && !http.isEmpty() && delegates().isEmpty();
  }

  /** Whom it delegates to. */
  public Set<ObjectName> delegates() {
    return http.stream()
        .map(HttpRoute::action)
        .filter(Delegate.class::isInstance)
        .map(action -> ((Delegate) action).virtualService())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Where findings about {@code route} point. */
  public Origin origin(TlsRoute route) {
    return origin().at("spec.tls").at(route.index());
  }

  /** Where findings about {@code route} point. */
  public Origin origin(TcpRoute route) {
    return origin().at("spec.tcp").at(route.index());
  }

  /** Whether it is for what is routed so; one that has no routes at all is for requests. */
  public boolean isFor(Routing routing) {
    return switch (routing) {
      case HTTP -> !http.isEmpty() || (tls.isEmpty() && tcp.isEmpty());
      case TLS -> !tls.isEmpty();
      case TCP -> !tcp.isEmpty();
    };
  }

  /** Whether workloads of {@code namespace} may see it. */
  public boolean visibleIn(String namespace) {
    return ExportTo.includes(exportTo, metadata.namespace(), namespace);
  }
}
