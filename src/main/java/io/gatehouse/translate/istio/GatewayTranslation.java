package io.gatehouse.translate.istio;

import io.gatehouse.credential.CredentialKey;
import io.gatehouse.credential.Credentials;
import io.gatehouse.model.Cluster;
import io.gatehouse.model.EndpointAssignment;
import io.gatehouse.model.GatewayModel;
import io.gatehouse.model.Route;
import io.gatehouse.model.Route.Action.Forward;
import io.gatehouse.model.Route.WeightedCluster;
import io.gatehouse.model.RouteConfiguration;
import io.gatehouse.resource.ProxyGroup;
import io.gatehouse.resource.istio.Gateway;
import io.gatehouse.resource.istio.Gateway.Server;
import io.gatehouse.translate.common.EndpointBuilder;
import io.gatehouse.translate.common.Findings;
import io.gatehouse.translate.istio.DestinationResolver.Backend;
import io.gatehouse.view.ObjectView;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** One translation of Istio's objects for one group of proxies: who builds what, in which order. */
public final class GatewayTranslation {

  private final ObjectView view;
  private final ProxyGroup group;
  private final Findings findings;
  private final DestinationResolver destinations;
  private final EndpointBuilder endpoints;

  /**
   * @param clusterDomain completes short Service names
   * @param allowLocalEndpoints whether endpoints may be loopback or link-local addresses
   * @param findings gathers what is to be said
   */
  public GatewayTranslation(
      ObjectView view,
      ProxyGroup group,
      String clusterDomain,
      boolean allowLocalEndpoints,
      Findings findings) {
    this.view = view;
    this.group = group;
    this.findings = findings;
    this.destinations =
        new DestinationResolver(view, group.namespace(), new ServiceHosts(clusterDomain), findings);
    this.endpoints = new EndpointBuilder(view, group.ipFamily(), allowLocalEndpoints, findings);
  }

  /** The credentials that servers of {@code group} ask for. */
  public static Set<CredentialKey> credentialsOf(ObjectView view, ProxyGroup group) {
    return gatewaysOf(view, group).stream()
        .flatMap(gateway -> gateway.servers().stream())
        .map(Server::tls)
        .flatMap(Optional::stream)
        .flatMap(tls -> TlsResolver.keysOf(tls, group.namespace()).stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The model. Called once. */
  public GatewayModel translate(Credentials credentials) {
    List<Gateway> gateways = gatewaysOf(view, group);
    TlsResolver tls = new TlsResolver(group.namespace(), credentials, findings);
    RouteSorter sorter = new RouteSorter();
    List<PlacedServer> servers =
        new ServerMerger(group, new PortResolver(view, group, findings), findings).merge(gateways);
    ListenerBuilder listeners =
        new ListenerBuilder(tls, virtualHosts(gateways, new HostOwners(servers), sorter));
    listeners.add(servers);
    sorter.report(findings);

    List<RouteConfiguration> routes = listeners.routeConfigurations();
    SortedMap<String, Backend> backends = backendsOf(routes);
    List<Cluster> clusters = new ArrayList<>();
    List<EndpointAssignment> assignments = new ArrayList<>();
    backends.forEach(
        (name, backend) -> {
          clusters.add(ClusterBuilder.build(name, backend));
          assignments.add(endpoints.build(name, backend.service(), backend.port()));
        });
    return new GatewayModel(listeners.listeners(), routes, clusters, assignments, tls.named());
  }

  private static List<Gateway> gatewaysOf(ObjectView view, ProxyGroup group) {
    return view.gateways().stream().filter(gateway -> group.matches(gateway.selector())).toList();
  }

  private VirtualHostBuilder virtualHosts(
      List<Gateway> gateways, HostOwners owners, RouteSorter sorter) {
    HeaderChangesBuilder headers = new HeaderChangesBuilder(findings);
    return new VirtualHostBuilder(
        new VirtualServiceIndex(view.virtualServices(), gateways, group.namespace(), findings),
        owners,
        new RouteBuilder(new ActionBuilder(destinations, headers), headers, findings),
        sorter,
        findings);
  }

  /** What the routes name and exists; hosts that share their routes are looked at once. */
  private SortedMap<String, Backend> backendsOf(List<RouteConfiguration> configurations) {
    Set<Route.Action> actions = Collections.newSetFromMap(new IdentityHashMap<>());
    configurations.stream()
        .flatMap(configuration -> configuration.virtualHosts().stream())
        .flatMap(host -> host.routes().stream())
        .forEach(route -> actions.add(route.action()));
    SortedMap<String, Backend> named = new TreeMap<>();
    for (Route.Action action : actions) {
      if (action instanceof Forward forward) {
        for (WeightedCluster cluster : forward.clusters()) {
          destinations
              .backend(cluster.cluster())
              .ifPresent(backend -> named.put(cluster.cluster(), backend));
        }
      }
    }
    return named;
  }
}
