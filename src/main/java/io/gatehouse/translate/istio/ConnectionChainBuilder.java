package io.gatehouse.translate.istio;

import io.gatehouse.credential.Credentials;
import io.gatehouse.finding.FindingCode;
import io.gatehouse.finding.Origin;
import io.gatehouse.model.Listener.FilterChain;
import io.gatehouse.resource.HostPattern;
import io.gatehouse.resource.ProxyGroup;
import io.gatehouse.resource.istio.Gateway.Routing;
import io.gatehouse.resource.istio.Gateway.ServerHost;
import io.gatehouse.resource.istio.VirtualService;
import io.gatehouse.translate.common.Findings;
import io.gatehouse.translate.common.HostIndex;
import io.gatehouse.translate.common.Translated;
import io.gatehouse.translate.common.Words;
import io.gatehouse.translate.istio.ConnectionRoute.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The filter chains of a server whose connections are forwarded.
 *
 * <p>Where nothing tells connections apart, one route takes them all: the first that matches, of
 * the oldest VirtualService, as in Istio. Where TLS is passed through, each server name has a chain
 * of its own, so that a change of one closes no connection of another.
 */
final class ConnectionChainBuilder {

  private final ServerGroup servers;
  private final PlacedServer server;
  private final ProxyGroup group;
  private final Function<VirtualService, VirtualServiceRoutes> routes;
  private final Findings findings = new Findings();
  private final Attachments attachments;

  /** A route that asks for the connections of a name, by that name or a wildcard above it. */
  private record Claim(ConnectionRoute route, String sniHost, Origin origin) {

    /** Of two hosts that cover one name, a wildcard is the shorter the wider it is. */
    boolean isNarrowerThan(Claim other) {
      return HostPattern.isWildcard(other.sniHost)
          && (!HostPattern.isWildcard(sniHost) || sniHost.length() > other.sniHost.length());
    }
  }

  private ConnectionChainBuilder(
      ServerGroup servers,
      Bindings bindings,
      ProxyGroup group,
      Function<VirtualService, VirtualServiceRoutes> routes) {
    this.servers = servers;
    this.server = servers.servers().get(0);
    this.group = group;
    this.routes = routes;
    this.attachments = new Attachments(bindings, group.namespace(), findings);
  }

  /**
   * @param routes asked once for each VirtualService that is bound to some host of the server
   */
  static Translated<List<FilterChain>> build(
      ServerGroup servers,
      Bindings bindings,
      Credentials credentials,
      ProxyGroup group,
      Function<VirtualService, VirtualServiceRoutes> routes) {
    ConnectionChainBuilder builder = new ConnectionChainBuilder(servers, bindings, group, routes);
    List<FilterChain> chains =
        servers.routing() == Routing.TLS ? builder.passThrough() : builder.forward(credentials);
    return new Translated<>(chains, builder.findings.sorted());
  }

  private SortedSet<VirtualService> bound() {
    SortedSet<VirtualService> bound = new TreeSet<>(Attachments.OLDEST_FIRST);
    for (ServerHost host : server.hosts()) {
      attachments.forEach(server, host, (common, virtualService) -> bound.add(virtualService));
    }
    return bound;
  }

  private List<FilterChain> forward(Credentials credentials) {
    List<ConnectionRoute> matching = new ArrayList<>();
    for (VirtualService virtualService : bound()) {
      routes.apply(virtualService).tcp().stream()
          .filter(route -> !route.conditionsAt(server, group).isEmpty())
          .forEach(matching::add);
    }
    if (matching.isEmpty()) {
      reportNoRoutes(server.hostNames());
      return List.of();
    }
    ConnectionRoute first = matching.get(0);
    matching.stream().skip(1).forEach(later -> reportUnused(later, first));
    if (servers.tls().isEmpty()) {
      return List.of(chain(servers.name(), List.of(), first));
    }
    return new TlsResolver(group.namespace(), credentials, findings)
            .resolve(server, servers.tls().get())
            .map(tls -> ListenerBuilder.terminating(servers, tls, first.forward()))
            .stream()
            .toList();
  }

  private List<FilterChain> passThrough() {
    HostIndex<String> owned = owned();
    SortedMap<String, Claim> byName = new TreeMap<>();
    for (VirtualService virtualService : bound()) {
      HostIndex<ServerHost> admitting = new HostIndex<>();
      server.hosts().stream()
          .filter(host -> ServerHosts.admits(host, virtualService))
          .forEach(host -> admitting.add(host.host(), host));
      for (ConnectionRoute route : routes.apply(virtualService).tls()) {
        for (Condition condition : route.conditionsAt(server, group)) {
          for (String sniHost : condition.sniHosts()) {
            Set<String> names = new TreeSet<>();
            admitting.forEachOverlap(sniHost, (name, host) -> names.add(name));
            Claim claim = new Claim(route, sniHost, condition.origin());
            names.forEach(name -> add(name, claim, owned, byName));
          }
        }
      }
    }
    HostIndex<String> served = new HostIndex<>();
    byName.keySet().forEach(name -> served.add(name, name));
    List<String> unrouted =
        server.hostNames().stream().filter(host -> !overlaps(host, served)).toList();
    if (!unrouted.isEmpty()) {
      reportNoRoutes(unrouted);
    }
    return byName.entrySet().stream()
        .map(
            entry ->
                chain(
                    servers.name() + "|" + entry.getKey(),
                    ListenerBuilder.serverNames(List.of(entry.getKey())),
                    entry.getValue().route()))
        .toList();
  }

  /** By host, its own and those below them that other servers of the port have. */
  private HostIndex<String> owned() {
    HostIndex<String> owned = new HostIndex<>();
    Set<String> own = Set.copyOf(server.hostNames());
    own.forEach(host -> owned.add(host, ""));
    server.narrower().keySet().stream()
        .filter(host -> !own.contains(host))
        .forEach(host -> owned.add(host, host));
    return owned;
  }

  private void add(
      String name, Claim claim, HostIndex<String> owned, SortedMap<String, Claim> byName) {
    Optional<String> other = owned.narrowest(name).filter(host -> !host.isEmpty());
    if (other.isPresent()) {
      reportOthers(name, other.get(), claim.origin());
      return;
    }
    Claim earlier = byName.putIfAbsent(name, claim);
    if (earlier == null || earlier.route().equals(claim.route())) {
      return;
    }
    if (earlier.sniHost().equals(claim.sniHost())) {
      reportTaken(name, claim.origin(), earlier.route().forward().origin());
    } else if (claim.isNarrowerThan(earlier)) {
      byName.put(name, claim);
    }
  }

  private static boolean overlaps(String host, HostIndex<String> served) {
    Set<String> found = new TreeSet<>();
    served.forEachOverlap(host, (common, name) -> found.add(common));
    return !found.isEmpty();
  }

  private FilterChain chain(String name, List<String> serverNames, ConnectionRoute route) {
    return new FilterChain(name, serverNames, Optional.empty(), route.forward(), server.origin());
  }

  private String place() {
    return "port "
        + server.server().port().number()
        + " of Gateway "
        + Words.shown(server.gateway());
  }

  private void reportNoRoutes(List<String> hosts) {
    String field = servers.routing().field();
    findings.warning(
        FindingCode.NO_ROUTES,
        server.origin().at("hosts"),
        "No VirtualService says by a "
            + field
            + " route where connections for "
            + Words.list(hosts)
            + " on port "
            + server.server().port().number()
            + " go: they are not served.",
        "Bind a VirtualService with such a host and a "
            + field
            + " route to Gateway "
            + Words.shown(server.gateway())
            + ".");
  }

  /** Routes of one VirtualService may be for different ports. */
  private void reportUnused(ConnectionRoute later, ConnectionRoute first) {
    Origin winner = first.forward().origin();
    Origin origin = later.forward().origin();
    if (winner.object().equals(origin.object()) && !first.takesAll()) {
      return;
    }
    findings.warning(
        FindingCode.ROUTE_SHADOWED,
        origin,
        "The route gets no connection on "
            + place()
            + ": "
            + Words.shown(winner)
            + " comes before it and takes all of them.",
        "Connections cannot be told apart there: remove one of the two, or give it a port of its"
            + " own.");
  }

  private void reportTaken(String name, Origin origin, Origin earlier) {
    findings.warning(
        FindingCode.ROUTE_SHADOWED,
        origin,
        "The route gets no connection for the server name "
            + Words.shown(name)
            + " on "
            + place()
            + ": "
            + Words.shown(earlier)
            + " comes before it and takes them.",
        "Take the name out of one of the two.");
  }

  private void reportOthers(String name, String host, Origin origin) {
    findings.warning(
        FindingCode.ROUTE_SHADOWED,
        origin,
        "The route gets no connection for the server name "
            + Words.shown(name)
            + " on "
            + place()
            + ": another server of the port has the narrower host "
            + Words.shown(host)
            + ".",
        "Take the name out of the route, or the host out of the other server.");
  }
}
