package io.gatehouse.translate.istio;

import io.gatehouse.credential.CredentialStatus;
import io.gatehouse.credential.Credentials;
import io.gatehouse.finding.Finding;
import io.gatehouse.finding.Origin;
import io.gatehouse.model.Cluster;
import io.gatehouse.model.Credential;
import io.gatehouse.model.EndpointAssignment;
import io.gatehouse.model.Listener;
import io.gatehouse.model.Listener.FilterChain;
import io.gatehouse.model.RouteConfiguration;
import io.gatehouse.resource.ProxyGroup;
import io.gatehouse.resource.istio.Gateway;
import io.gatehouse.resource.istio.Gateway.Routing;
import io.gatehouse.resource.istio.Policy;
import io.gatehouse.resource.istio.ServiceEntry;
import io.gatehouse.resource.istio.VirtualService;
import io.gatehouse.translate.common.Findings;
import io.gatehouse.translate.common.Translated;
import io.gatehouse.translate.common.TranslationOptions;
import io.gatehouse.translate.istio.DestinationResolver.Traffic;
import io.gatehouse.view.ObjectLookup;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The entry to translation: a function for each part of what a group of proxies is served, so that
 * a part is made anew only where something has changed that it is made from. Same input, same
 * output, whatever the order of events.
 */
public final class Translator {

  private final TranslationOptions options;

  public Translator(TranslationOptions options) {
    this.options = options;
  }

  /**
   * The servers that have a place on a port of {@code group}.
   *
   * @param gateways those that select the group, oldest first
   */
  public ServerPlan servers(Collection<Gateway> gateways, ObjectLookup objects, ProxyGroup group) {
    return ServerPlanner.plan(gateways, objects, group);
  }

  /** The routes of one VirtualService, whatever its hosts. */
  public Translated<VirtualServiceRoutes> routes(
      VirtualService virtualService, ObjectLookup objects, ProxyGroup group) {
    Findings findings = new Findings();
    HeaderChangesBuilder headers = new HeaderChangesBuilder(findings);
    DestinationResolver destinations = destinations(Traffic.REQUESTS, objects, group, findings);
    DestinationResolver ofConnections = destinations(Traffic.CONNECTIONS, objects, group, findings);
    List<EffectiveRoute> effective =
        new DelegateResolver(objects, findings).resolve(virtualService);
    List<ScopedRoute> http =
        new RouteBuilder(group, new ActionBuilder(destinations, headers), headers, findings)
            .build(effective);
    ConnectionRouteBuilder connections = new ConnectionRouteBuilder(virtualService, ofConnections);
    List<ConnectionRoute> tls = connections.tls();
    List<ConnectionRoute> tcp = connections.tcp();
    Map<String, Backend> backends = new HashMap<>(destinations.backends());
    backends.putAll(ofConnections.backends());
    return new Translated<>(new VirtualServiceRoutes(http, tls, tcp, backends), findings.sorted());
  }

  private DestinationResolver destinations(
      Traffic traffic, ObjectLookup objects, ProxyGroup group, Findings findings) {
    return new DestinationResolver(objects, group, hosts(), findings, traffic);
  }

  /**
   * The filter chains of servers; none while a credential of theirs is missing, or the routes of
   * their connections.
   *
   * @param routes of a VirtualService that is bound to one of their hosts
   */
  public Translated<List<FilterChain>> filterChains(
      ServerGroup servers,
      Bindings bindings,
      Credentials credentials,
      ProxyGroup group,
      Function<VirtualService, VirtualServiceRoutes> routes) {
    return servers.routing() == Routing.HTTP
        ? ListenerBuilder.ofRequests(servers, credentials, group.namespace())
        : ConnectionChainBuilder.build(servers, bindings, credentials, group, routes);
  }

  /**
   * The route configuration of servers whose requests are routed.
   *
   * @param routes of a VirtualService that is bound to one of their hosts
   */
  public Translated<RouteConfiguration> routeConfiguration(
      ServerGroup servers,
      Bindings bindings,
      ProxyGroup group,
      Function<VirtualService, VirtualServiceRoutes> routes) {
    return VirtualHostBuilder.build(
        servers, bindings, group.namespace(), routes, options.http3() && servers.fitsQuic());
  }

  /**
   * A cluster; empty where the port that it stands for has gone, and where a credential of its is
   * missing.
   */
  public Translated<Optional<Cluster>> cluster(
      String name,
      Backend backend,
      ObjectLookup objects,
      CredentialLookup credentials,
      ProxyGroup group) {
    Findings findings = new Findings();
    ClusterBuilder clusters =
        new ClusterBuilder(
            new DestinationRules(objects, group, findings),
            new UpstreamTlsResolver(group.namespace(), credentials, findings));
    Optional<Cluster> cluster =
        upstreams(objects, group).cluster(name, backend, clusters, findings);
    return new Translated<>(cluster, findings.sorted());
  }

  /**
   * Where the requests of a cluster go that does not say so itself; empty where the port that it
   * stands for has gone.
   */
  public Optional<Translated<EndpointAssignment>> endpoints(
      String cluster, Backend backend, ObjectLookup objects, ProxyGroup group) {
    Findings findings = new Findings();
    return upstreams(objects, group)
        .endpoints(cluster, backend, findings)
        .map(assignment -> new Translated<>(assignment, findings.sorted()));
  }

  private UpstreamBuilder upstreams(ObjectLookup objects, ProxyGroup group) {
    return new UpstreamBuilder(objects, group, hosts(), options.allowLocalEndpoints());
  }

  private ServiceHosts hosts() {
    return new ServiceHosts(options.clusterDomain());
  }

  /**
   * What chains and clusters name, of a credential that is in service.
   *
   * @param origin where one of these comes from
   */
  public Credential credential(CredentialStatus status, Origin origin) {
    return TlsResolver.credential(status, origin);
  }

  /** The names of the listeners that a port has: one for HTTP/3 too, where that is wanted. */
  public List<String> listenerNames(ListenerPort port) {
    return ListenerBuilder.names(port, options.http3());
  }

  /**
   * A listener of a port; empty where none of its chains is for it.
   *
   * @param name one of {@link #listenerNames}
   * @param chains in the order of their names
   */
  public Optional<Listener> listener(String name, ListenerPort port, List<FilterChain> chains) {
    return ListenerBuilder.listener(name, port, chains);
  }

  /** Whether other objects have the hosts of a ServiceEntry, so that it is not looked at there. */
  public List<Finding> entryFindings(ServiceEntry entry, ObjectLookup objects) {
    return EntryFindings.of(entry, objects, hosts());
  }

  /** Whether a VirtualService meets the hosts of Gateways, whoever is served them. */
  public List<Finding> bindingFindings(VirtualService virtualService, Bindings bindings) {
    return BindingFindings.of(virtualService, bindings);
  }

  /**
   * Whether a Gateway selects any proxies.
   *
   * @param groups all groups of proxies, connected or declared
   */
  public List<Finding> selectorFindings(Gateway gateway, Collection<ProxyGroup> groups) {
    return SelectorFindings.of(gateway, groups);
  }

  /** Whether a policy would do something to {@code group} in Istio. */
  public boolean concerns(Policy policy, ProxyGroup group) {
    return PolicyFindings.concerns(policy, group);
  }

  /** What is lost by a policy that concerns {@code group}. */
  public List<Finding> policyFindings(Policy policy, ProxyGroup group) {
    return PolicyFindings.of(policy, group);
  }

  /** The hosts of {@code servers} that {@code guards} would guard and nobody does. */
  public List<Finding> unguarded(ServerGroup servers, List<Policy> guards) {
    return PolicyFindings.unguarded(servers, guards);
  }
}
