package io.gatehouse.status.report;

import io.gatehouse.finding.Origin;
import io.gatehouse.model.Cluster;
import io.gatehouse.model.EndpointAssignment;
import io.gatehouse.model.Listener;
import io.gatehouse.model.Listener.FilterChain;
import io.gatehouse.model.RouteConfiguration;
import io.gatehouse.resource.Kind;
import io.gatehouse.resource.ObjectName;
import io.gatehouse.resource.istio.Gateway;
import io.gatehouse.resource.istio.Gateway.Routing;
import io.gatehouse.resource.istio.Gateway.Server;
import io.gatehouse.status.Board;
import io.gatehouse.status.ConnectedProxy;
import io.gatehouse.status.GroupStatus;
import io.gatehouse.view.ObjectView;
import io.gatehouse.xds.XdsResource;
import io.gatehouse.xds.XdsType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A group's translation, with what is looked up in it and the Envoys that are served it. */
final class GroupModel {

  /** Where a server is found. */
  record Placement(Listener listener, FilterChain chain) {}

  private static final Set<String> ANY_ADDRESS = Set.of("0.0.0.0", "::");

  private final GroupStatus status;
  private final ObjectView view;
  private final List<ConnectedProxy> proxies;
  private final Map<Origin, List<Placement>> chains = new HashMap<>();
  private final Map<String, RouteConfiguration> routes = new HashMap<>();
  private final Map<String, VirtualHostIndex> hosts = new HashMap<>();
  private final Map<String, Origin> clusters = new HashMap<>();
  private final Map<String, EndpointAssignment> endpoints = new HashMap<>();
  private final Map<String, List<Placement>> byRoutes = new HashMap<>();
  private final Map<Listener, Set<Integer>> ports = new HashMap<>();

  GroupModel(Board board, GroupStatus status) {
    this.status = status;
    this.view = board.view();
    this.proxies = board.proxiesOf(status.group());
    status.model().routeConfigurations().forEach(routes -> this.routes.put(routes.name(), routes));
    status.model().clusters().forEach(cluster -> clusters.put(cluster.name(), cluster.origin()));
    status.model().clusters().forEach(this::addLookedUp);
    status.model().endpointAssignments().forEach(eds -> endpoints.put(eds.cluster(), eds));
    for (Listener listener : tcpListeners()) {
      Set<Integer> numbers = new HashSet<>();
      numbers.add(listener.port());
      serverPort(listener.origin()).ifPresent(numbers::add);
      for (FilterChain chain : listener.filterChains()) {
        Placement placement = new Placement(listener, chain);
        chains.computeIfAbsent(chain.origin(), origin -> new ArrayList<>()).add(placement);
        chain
            .routeConfiguration()
            .ifPresent(
                name -> byRoutes.computeIfAbsent(name, n -> new ArrayList<>()).add(placement));
        serverPort(chain.origin()).ifPresent(numbers::add);
      }
      ports.put(listener, numbers);
    }
  }

  /** Names that Envoy looks up count as the endpoints of their cluster. */
  private void addLookedUp(Cluster cluster) {
    if (cluster.discovery() instanceof Cluster.Discovery.Dns dns) {
      endpoints.put(
          cluster.name(),
          new EndpointAssignment(cluster.name(), dns.endpoints(), cluster.origin()));
    }
  }

  static List<GroupModel> all(Board board) {
    return board.groups().stream().map(status -> new GroupModel(board, status)).toList();
  }

  GroupStatus status() {
    return status;
  }

  List<ConnectedProxy> proxies() {
    return proxies;
  }

  String name() {
    return status.group().toString();
  }

  boolean selectedBy(Gateway gateway) {
    return status.group().matches(gateway.selector());
  }

  /** Where {@code server} is served: its own chains, or for plain HTTP the one of its port. */
  List<Placement> placements(Gateway gateway, Server server) {
    if (server.tls().isPresent() || server.routing() != Routing.HTTP) {
      return chains.getOrDefault(gateway.origin(server), List.of());
    }
    return listeners(server.port().number()).stream()
        .filter(listener -> !listener.tls() && binds(listener, server.bind()))
        .flatMap(listener -> listener.filterChains().stream().map(c -> new Placement(listener, c)))
        .filter(placement -> placement.chain().tcp().isEmpty())
        .limit(1)
        .toList();
  }

  /** The chains that forward connections. */
  Stream<Placement> connections() {
    return chains.values().stream()
        .flatMap(List::stream)
        .filter(placement -> placement.chain().tcp().isPresent());
  }

  private static boolean binds(Listener listener, String bind) {
    return bind.isEmpty()
        ? listener.addresses().stream().anyMatch(ANY_ADDRESS::contains)
        : listener.addresses().contains(bind);
  }

  /** The chains that use a route configuration. */
  List<Placement> placements(String routeConfiguration) {
    return byRoutes.getOrDefault(routeConfiguration, List.of());
  }

  /** The listeners that stand for a server's port, which may differ from their own. */
  List<Listener> listeners(int serverPort) {
    return tcpListeners().stream()
        .filter(listener -> ports.get(listener).contains(serverPort))
        .toList();
  }

  /** A UDP port has the same chains as the TCP port that it is beside. */
  private List<Listener> tcpListeners() {
    return status.model().listeners().stream().filter(listener -> !listener.quic()).toList();
  }

  /** The virtual hosts of a chain; none where it has no route configuration. */
  VirtualHostIndex hosts(FilterChain chain) {
    String name = chain.routeConfiguration().orElse("");
    return hosts.computeIfAbsent(
        name,
        n ->
            new VirtualHostIndex(
                routes.getOrDefault(n, new RouteConfiguration(n, List.of(), chain.origin()))));
  }

  boolean hasCluster(String name) {
    return clusters.containsKey(name);
  }

  /** The Service behind a cluster. */
  Optional<Origin> clusterOrigin(String name) {
    return Optional.ofNullable(clusters.get(name));
  }

  /** Endpoints of a cluster; empty where there is no such cluster. */
  Optional<EndpointAssignment> endpoints(String cluster) {
    return Optional.ofNullable(endpoints.get(cluster));
  }

  /** How many of the group's Envoys have acknowledged all that a chain needs. */
  Acknowledged acknowledged(Placement placement) {
    List<XdsResource> needed = new ArrayList<>();
    boolean complete = true;
    complete &= add(needed, XdsType.LISTENER, placement.listener().name());
    complete &=
        placement
            .chain()
            .routeConfiguration()
            .map(name -> add(needed, XdsType.ROUTE, name))
            .orElse(true);
    placement
        .chain()
        .tls()
        .ifPresent(
            tls -> {
              tls.certificates().forEach(name -> add(needed, XdsType.SECRET, name));
              tls.clients().ifPresent(clients -> add(needed, XdsType.SECRET, clients.ca()));
            });
    boolean published = complete;
    return new Acknowledged(
        (int) proxies.stream().filter(proxy -> published && hasAll(proxy, needed)).count(),
        proxies.size());
  }

  private boolean add(List<XdsResource> needed, XdsType type, String name) {
    XdsResource resource = status.snapshot().of(type).get(name);
    return resource != null && needed.add(resource);
  }

  private static boolean hasAll(ConnectedProxy proxy, List<XdsResource> needed) {
    return needed.stream()
        .allMatch(resource -> proxy.has(resource.type(), resource.name(), resource.version()));
  }

  private Optional<Integer> serverPort(Origin origin) {
    if (!origin.kind().equals(Kind.GATEWAY.title())) {
      return Optional.empty();
    }
    return view.gateway(new ObjectName(origin.namespace(), origin.name()))
        .flatMap(
            gateway ->
                gateway.servers().stream()
                    .filter(server -> gateway.origin(server).field().equals(origin.field()))
                    .findFirst())
        .map(server -> server.port().number());
  }
}
