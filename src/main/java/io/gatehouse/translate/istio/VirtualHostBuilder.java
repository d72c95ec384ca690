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
 * <p>A plain host without VirtualService gets none, so that a wider one may answer (as in Istio),
 * unless its server redirects to HTTPS. One of a TLS server gets one without routes where no wider
 * one answers, since what the server is not for at all is {@link MisdirectedRequests}.
 */
final class VirtualHostBuilder {

  private final Function<VirtualService, VirtualServiceRoutes> routes;
  private final Map<ObjectName, VirtualServiceRoutes> asked = new HashMap<>();
  private final RouteSorter sorter = new RouteSorter();
  private final Findings findings = new Findings();
  private final Attachments attachments;

  private VirtualHostBuilder(
      Bindings bindings, String namespace, Function<VirtualService, VirtualServiceRoutes> routes) {
    this.attachments = new Attachments(bindings, namespace, findings);
    this.routes = routes;
  }

  /**
   * @param namespace of the proxies: only what is exported to it is bound, as in Istio
   * @param routes asked once for each VirtualService that is bound to some host of the servers
   * @param http3 whether their port is to be had over HTTP/3 too
   */
  static Translated<RouteConfiguration> build(
      ServerGroup servers,
      Bindings bindings,
      String namespace,
      Function<VirtualService, VirtualServiceRoutes> routes,
      boolean http3) {
    VirtualHostBuilder builder = new VirtualHostBuilder(bindings, namespace, routes);
    List<VirtualHost> hosts = builder.build(servers.servers());
    builder.sorter.report(builder.findings);
    return new Translated<>(
        new RouteConfiguration(
            servers.name(),
            hosts,
            Optional.of(servers.servers().get(0).server().port().number()).filter(port -> http3),
            originOf(servers)),
        builder.findings.sorted());
  }

  private static Origin originOf(ServerGroup servers) {
    return servers.port().tls() ? servers.servers().get(0).origin() : servers.port().origin();
  }

  /** What is known of a host so far. */
  private static final class Draft {
    private final int port;
    private final Origin server;

    /** Each with the servers that it is bound to here, in order of precedence. */
    private final SortedMap<VirtualService, List<PlacedServer>> bound =
        new TreeMap<>(Attachments.OLDEST_FIRST);

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
    List<VirtualHost> hosts = new ArrayList<>();
    drafts.forEach((host, draft) -> hosts.add(virtualHost(host, draft)));
    servers.stream()
        .filter(server -> server.port().tls())
        .flatMap(server -> MisdirectedRequests.to(server).stream())
        .forEach(hosts::add);
    hosts.sort(Comparator.comparing(VirtualHost::name));
    return hosts;
  }

  private void add(PlacedServer server, SortedMap<String, Draft> drafts) {
    boolean redirects = server.server().httpsRedirect() && server.server().tls().isEmpty();
    HostIndex<Origin> narrower = new HostIndex<>();
    server.narrower().forEach(narrower::add);
    SortedSet<String> unbound = new TreeSet<>(server.hostNames());
    for (ServerHost serverHost : server.hosts()) {
      attachments.forEach(
          server,
          serverHost,
          (host, virtualService) -> {
            if (!routesOf(virtualService).areFor(server)) {
              return;
            }
            Origin owner = narrower.narrowest(host).orElse(server.origin());
            if (owner.equals(server.origin())) {
              Draft draft = drafts.computeIfAbsent(host, absent -> Draft.of(server));
              draft.bound.computeIfAbsent(virtualService, v -> new ArrayList<>()).add(server);
              draft.requireTls |= redirects;
              unbound.remove(serverHost.host());
            } else {
              reportElsewhere(virtualService, host, owner);
            }
          });
      if (redirects) {
        drafts.computeIfAbsent(serverHost.host(), absent -> Draft.of(server)).requireTls = true;
      }
    }
    if (server.port().tls()) {
      addUnanswered(server, drafts);
    }
    if (!unbound.isEmpty() && !redirects) {
      reportUnbound(server, unbound);
    }
  }

  /** The hosts for which none of the virtual hosts so far answers. */
  private static void addUnanswered(PlacedServer server, SortedMap<String, Draft> drafts) {
    HostIndex<Draft> answered = new HostIndex<>();
    drafts.forEach(answered::add);
    server.hostNames().stream()
        .filter(host -> answered.narrowest(host).isEmpty())
        .forEach(host -> drafts.put(host, Draft.of(server)));
  }

  private VirtualServiceRoutes routesOf(VirtualService virtualService) {
    return asked.computeIfAbsent(virtualService.name(), name -> routes.apply(virtualService));
  }

  private VirtualHost virtualHost(String host, Draft draft) {
    List<List<Route>> bound = new ArrayList<>();
    draft.bound.forEach((service, servers) -> bound.add(routesOf(service).at(servers)));
    return new VirtualHost(
        IstioNames.virtualHost(host, draft.port),
        List.of(host),
        draft.requireTls,
        sorter.merge(host, bound),
        draft.bound.isEmpty() ? draft.server : draft.bound.firstKey().origin());
  }

  private void reportElsewhere(VirtualService virtualService, String host, Origin owner) {
    if (virtualService.gateways().contains(new ObjectName(owner.namespace(), owner.name()))) {
      return;
    }
    findings.warning(
        FindingCode.ROUTE_SHADOWED,
        virtualService.origin().at("spec.gateways"),
        "No request for "
            + Words.shown(host)
            + " comes to these routes by way of a wider host of another server: "
            + Words.shown(owner)
            + " is the server for it.",
        "Bind the VirtualService to that Gateway too, or take the host out of one of the two.");
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
