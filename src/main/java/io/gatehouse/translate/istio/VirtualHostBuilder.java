package io.gatehouse.translate.istio;

import io.gatehouse.finding.FindingCode;
import io.gatehouse.finding.Origin;
import io.gatehouse.model.Route;
import io.gatehouse.model.RouteConfiguration;
import io.gatehouse.model.RouteConfiguration.VirtualHost;
import io.gatehouse.resource.ObjectName;
import io.gatehouse.resource.istio.Gateway.ServerHost;
import io.gatehouse.resource.istio.VirtualService;
import io.gatehouse.translate.common.Findings;
import io.gatehouse.translate.common.HostIndex;
import io.gatehouse.translate.common.Translated;
import io.gatehouse.translate.common.Words;
import io.gatehouse.translate.istio.PlacedServer.Guard;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The virtual hosts of the servers that share a route configuration: for each host that a server
 * and a VirtualService have in common, the routes of every VirtualService bound there.
 *
 * <p>A host without VirtualService gets none, so that a wider one may answer (as in Istio), unless
 * its server redirects to HTTPS. One that a narrower server guards gets one without routes.
 */
final class VirtualHostBuilder {

  private final Function<VirtualService, List<Route>> routes;
  private final RouteSorter sorter = new RouteSorter();
  private final Findings findings = new Findings();
  private final Attachments attachments;

  private VirtualHostBuilder(
      Bindings bindings, String namespace, Function<VirtualService, List<Route>> routes) {
    this.attachments = new Attachments(bindings, namespace, findings);
    this.routes = routes;
  }

  /**
   * @param namespace of the proxies: only what is exported to it is bound, as in Istio
   * @param routes asked once for each VirtualService that is bound to some host of the servers
   */
  static Translated<RouteConfiguration> build(
      ServerGroup servers,
      Bindings bindings,
      String namespace,
      Function<VirtualService, List<Route>> routes) {
    VirtualHostBuilder builder = new VirtualHostBuilder(bindings, namespace, routes);
    List<VirtualHost> hosts = builder.build(servers.servers());
    builder.sorter.report(builder.findings);
    return new Translated<>(
        new RouteConfiguration(servers.name(), hosts, originOf(servers)),
        builder.findings.sorted());
  }

  private static Origin originOf(ServerGroup servers) {
    return servers.port().tls() ? servers.servers().get(0).origin() : servers.port().origin();
  }

  /** What is known of a host so far. */
  private static final class Draft {
    private final int port;
    private final Origin server;
    private final SortedSet<VirtualService> bound = new TreeSet<>(Attachments.OLDEST_FIRST);
    private boolean requireTls;

    Draft(int port, Origin server) {
      this.port = port;
      this.server = server;
    }

    static Draft of(PlacedServer server) {
      return new Draft(server.server().port().number(), server.origin());
    }
  }

  /** The virtual hosts, in the order of their names. */
  private List<VirtualHost> build(List<PlacedServer> servers) {
    SortedMap<String, Draft> drafts = new TreeMap<>();
    servers.forEach(server -> add(server, drafts));
    Map<ObjectName, List<Route>> built = new HashMap<>();
    List<VirtualHost> hosts = new ArrayList<>();
    drafts.forEach((host, draft) -> hosts.add(virtualHost(host, draft, built)));
    hosts.sort(Comparator.comparing(VirtualHost::name));
    return hosts;
  }

  private void add(PlacedServer server, SortedMap<String, Draft> drafts) {
    boolean redirects = server.server().httpsRedirect() && server.server().tls().isEmpty();
    HostIndex<Optional<Guard>> narrower = new HostIndex<>();
    server.narrower().forEach(narrower::add);
    SortedSet<String> unbound = new TreeSet<>(server.hostNames());
    for (ServerHost serverHost : server.hosts()) {
      attachments.forEach(
          server,
          serverHost,
          (host, virtualService) -> {
            if (narrower.narrowest(host).flatMap(guard -> guard).isEmpty()) {
              Draft draft = drafts.computeIfAbsent(host, absent -> Draft.of(server));
              draft.bound.add(virtualService);
              draft.requireTls |= redirects;
              unbound.remove(serverHost.host());
            }
          });
      if (redirects) {
        drafts.computeIfAbsent(serverHost.host(), absent -> Draft.of(server)).requireTls = true;
      }
    }
    server
        .narrower()
        .forEach(
            (host, guard) ->
                guard.ifPresent(
                    owner -> drafts.put(host, new Draft(owner.port(), owner.origin()))));
    if (!unbound.isEmpty() && !redirects) {
      reportUnbound(server, unbound);
    }
  }

  private VirtualHost virtualHost(String host, Draft draft, Map<ObjectName, List<Route>> built) {
    return new VirtualHost(
        IstioNames.virtualHost(host, draft.port),
        List.of(host),
        draft.requireTls,
        sorter.merge(
            host,
            draft.bound.stream()
                .map(bound -> built.computeIfAbsent(bound.name(), name -> routes.apply(bound)))
                .toList()),
        draft.bound.isEmpty() ? draft.server : draft.bound.first().origin());
  }

  private void reportUnbound(PlacedServer server, SortedSet<String> unbound) {
    findings.warning(
        FindingCode.NO_ROUTES,
        server.origin().at("hosts"),
        "No VirtualService says where requests for "
            + Words.list(unbound)
            + " go: they are answered with 404.",
        "Bind a VirtualService with such a host to Gateway " + Words.shown(server.gateway()) + ".");
  }
}
