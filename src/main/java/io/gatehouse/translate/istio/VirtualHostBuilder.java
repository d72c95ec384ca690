package io.gatehouse.translate.istio;

import io.gatehouse.finding.FindingCode;
import io.gatehouse.finding.Origin;
import io.gatehouse.model.RouteConfiguration.VirtualHost;
import io.gatehouse.resource.Metadata;
import io.gatehouse.resource.Resource;
import io.gatehouse.resource.istio.Gateway.ServerHost;
import io.gatehouse.resource.istio.VirtualService;
import io.gatehouse.translate.common.Findings;
import io.gatehouse.translate.common.HostIndex;
import io.gatehouse.translate.common.Words;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The virtual hosts of the servers that share a route configuration: for each host that a server
 * and a VirtualService have in common, the routes of every VirtualService bound there.
 *
 * <p>A host without VirtualService gets none, so that a wider one may answer (as in Istio), unless
 * its server redirects to HTTPS. One that a narrower server guards gets one without routes.
 */
final class VirtualHostBuilder {

  private static final Comparator<VirtualService> OLDEST_FIRST =
      Comparator.comparing(Resource::metadata, Metadata.OLDEST_FIRST);

  private final VirtualServiceIndex virtualServices;
  private final RouteBuilder routes;
  private final RouteSorter sorter;
  private final HostOwners owners;
  private final Findings findings;

  VirtualHostBuilder(
      VirtualServiceIndex virtualServices,
      HostOwners owners,
      RouteBuilder routes,
      RouteSorter sorter,
      Findings findings) {
    this.virtualServices = virtualServices;
    this.owners = owners;
    this.routes = routes;
    this.sorter = sorter;
    this.findings = findings;
  }

  /** What is known of a host so far. */
  private static final class Draft {
    private final int port;
    private final Origin server;
    private final SortedSet<VirtualService> bound = new TreeSet<>(OLDEST_FIRST);
    private boolean requireTls;

    Draft(PlacedServer server) {
      this.port = server.server().port().number();
      this.server = server.origin();
    }
  }

  /** The virtual hosts, in the order of their hosts. */
  List<VirtualHost> build(Collection<PlacedServer> servers) {
    SortedMap<String, Draft> drafts = new TreeMap<>();
    servers.forEach(server -> add(server, drafts));
    List<VirtualHost> hosts = new ArrayList<>();
    drafts.forEach((host, draft) -> hosts.add(virtualHost(host, draft)));
    hosts.sort(Comparator.comparing(VirtualHost::name));
    return hosts;
  }

  private void add(PlacedServer server, SortedMap<String, Draft> drafts) {
    boolean redirects = server.server().httpsRedirect() && server.server().tls().isEmpty();
    HostIndex<VirtualService> bound = virtualServices.boundTo(server.gateway().name());
    SortedSet<String> unbound = new TreeSet<>(server.hostNames());
    for (ServerHost serverHost : server.hosts()) {
      bound.forEachOverlap(
          serverHost.host(),
          (host, virtualService) -> {
            if (ServerHosts.admits(serverHost, virtualService)
                && owners.guard(server, host).isEmpty()) {
              Draft draft = drafts.computeIfAbsent(host, absent -> new Draft(server));
              draft.bound.add(virtualService);
              draft.requireTls |= redirects;
              unbound.remove(serverHost.host());
            }
          });
      if (redirects) {
        drafts.computeIfAbsent(serverHost.host(), absent -> new Draft(server)).requireTls = true;
      }
    }
    owners.forEachGuarded(server, (host, owner) -> drafts.put(host, new Draft(owner)));
    if (!unbound.isEmpty() && !redirects) {
      reportUnbound(server, unbound);
    }
  }

  private VirtualHost virtualHost(String host, Draft draft) {
    return new VirtualHost(
        IstioNames.virtualHost(host, draft.port),
        List.of(host),
        draft.requireTls,
        sorter.merge(host, draft.bound.stream().map(routes::build).toList()),
        draft.bound.isEmpty() ? draft.server : draft.bound.first().origin());
  }

  private void reportUnbound(PlacedServer server, SortedSet<String> unbound) {
    findings.warning(
        FindingCode.NO_ROUTES,
        server.origin().at("hosts"),
        "No VirtualService says where requests for "
            + Words.list(unbound)
            + " go: they are answered with 404.",
        "Bind a VirtualService with such a host to Gateway "
            + Words.shown(server.gateway().name())
            + ".");
  }
}
