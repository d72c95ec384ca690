package io.gatehouse.testing;

import io.gatehouse.finding.Origin;
import io.gatehouse.model.Listener;
import io.gatehouse.model.Listener.ClientValidation;
import io.gatehouse.model.Listener.TlsTermination;
import io.gatehouse.resource.Kind;
import io.gatehouse.resource.Metadata;
import io.gatehouse.resource.ObjectName;
import io.gatehouse.resource.ProxyGroup;
import io.gatehouse.resource.ProxyGroup.IpFamily;
import io.gatehouse.resource.core.EndpointSlice;
import io.gatehouse.resource.core.Pod;
import io.gatehouse.resource.core.Service;
import io.gatehouse.resource.core.Service.ServicePort;
import io.gatehouse.resource.core.Service.TargetPort;
import io.gatehouse.resource.istio.ClientTls;
import io.gatehouse.resource.istio.Destination;
import io.gatehouse.resource.istio.DestinationRule;
import io.gatehouse.resource.istio.DestinationRule.Subset;
import io.gatehouse.resource.istio.Gateway;
import io.gatehouse.resource.istio.Gateway.ClientChecks;
import io.gatehouse.resource.istio.Gateway.Protocol;
import io.gatehouse.resource.istio.Gateway.Server;
import io.gatehouse.resource.istio.Gateway.ServerHost;
import io.gatehouse.resource.istio.Gateway.ServerPort;
import io.gatehouse.resource.istio.Gateway.ServerTls;
import io.gatehouse.resource.istio.Gateway.TlsMode;
import io.gatehouse.resource.istio.Gateway.TlsParameters;
import io.gatehouse.resource.istio.HeaderOperations;
import io.gatehouse.resource.istio.HttpMatch;
import io.gatehouse.resource.istio.HttpMatch.StringMatch;
import io.gatehouse.resource.istio.HttpMirror;
import io.gatehouse.resource.istio.HttpRoute;
import io.gatehouse.resource.istio.HttpRoute.RouteAction;
import io.gatehouse.resource.istio.HttpRoute.WeightedDestination;
import io.gatehouse.resource.istio.MatchScope;
import io.gatehouse.resource.istio.Policy;
import io.gatehouse.resource.istio.RouteSettings;
import io.gatehouse.resource.istio.ServiceEntry;
import io.gatehouse.resource.istio.ServiceEntry.Resolution;
import io.gatehouse.resource.istio.TcpRoute;
import io.gatehouse.resource.istio.TlsRoute;
import io.gatehouse.resource.istio.TrafficPolicy;
import io.gatehouse.resource.istio.TrafficPolicy.Algorithm;
import io.gatehouse.resource.istio.TrafficPolicy.HashKey;
import io.gatehouse.resource.istio.TrafficPolicy.LoadBalancer;
import io.gatehouse.resource.istio.VirtualService;
import io.gatehouse.resource.istio.Workload;
import io.gatehouse.resource.istio.WorkloadEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Objects as short as a test can say them; a name is {@code namespace/name}. */
public final class Objects {

  /** The seed's ingress gateway, as an Envoy that may not bind ports below 1024. */
  public static final ProxyGroup INGRESS =
      new ProxyGroup(
          "istio-system", Map.of("istio", "ingressgateway"), true, ProxyGroup.IpFamily.IPV4);

  private Objects() {}

  public static ObjectName name(String name) {
    String[] parts = name.split("/");
    return new ObjectName(parts[0], parts[1]);
  }

  /**
   * @param age orders objects: 1 is older than 2
   */
  public static Metadata metadata(String name, int age) {
    return new Metadata(name(name), Instant.EPOCH.plusSeconds(age), Map.of());
  }

  public static ProxyGroup privileged(IpFamily family) {
    return new ProxyGroup(INGRESS.namespace(), INGRESS.labels(), false, family);
  }

  /**
   * How most servers terminate TLS.
   *
   * @param ca where clients' certificates are required
   */
  public static TlsTermination termination(String certificate, Optional<String> ca) {
    return new TlsTermination(
        List.of(certificate),
        ca.map(name -> ClientValidation.by(name, true)),
        Listener.TlsParameters.DEFAULT);
  }

  public static GatewayOf gateway(String name) {
    return new GatewayOf(name);
  }

  /** Builds a Gateway that selects {@link #INGRESS}. */
  public static final class GatewayOf {
    private final String name;
    private final List<Server> servers = new ArrayList<>();
    private Map<String, String> selector = INGRESS.labels();
    private int age;

    private GatewayOf(String name) {
      this.name = name;
    }

    public GatewayOf age(int age) {
      this.age = age;
      return this;
    }

    public GatewayOf selector(Map<String, String> labels) {
      this.selector = labels;
      return this;
    }

    public GatewayOf https(int port, String portName, String credential, String... hosts) {
      return tls(port, portName, ServerTls.ofCredential(TlsMode.SIMPLE, credential), hosts);
    }

    public GatewayOf mutual(int port, String portName, String credential, String... hosts) {
      return tls(port, portName, ServerTls.ofCredential(TlsMode.MUTUAL, credential), hosts);
    }

    public GatewayOf http(int port, String... hosts) {
      return server(port, "http", Protocol.HTTP, "", Optional.empty(), false, hosts);
    }

    public GatewayOf grpcWeb(int port, String... hosts) {
      return server(port, "grpc-web", Protocol.GRPC_WEB, "", Optional.empty(), false, hosts);
    }

    public GatewayOf redirect(int port, String... hosts) {
      return server(port, "http", Protocol.HTTP, "", Optional.empty(), true, hosts);
    }

    public GatewayOf bound(String bind, int port, String... hosts) {
      return server(port, "http", Protocol.HTTP, bind, Optional.empty(), false, hosts);
    }

    public GatewayOf tcp(int port, String... hosts) {
      return server(port, "tcp", Protocol.TCP, "", Optional.empty(), false, hosts);
    }

    /** TLS that is terminated, and whatever is inside. */
    public GatewayOf terminated(int port, String portName, String credential, String... hosts) {
      ServerTls tls = ServerTls.ofCredential(TlsMode.SIMPLE, credential);
      return server(port, portName, Protocol.TLS, "", Optional.of(tls), false, hosts);
    }

    public GatewayOf passthrough(int port, String portName, String... hosts) {
      ServerTls tls =
          new ServerTls(
              TlsMode.PASSTHROUGH,
              Optional.empty(),
              Optional.empty(),
              ClientChecks.NONE,
              TlsParameters.DEFAULT);
      return server(port, portName, Protocol.TLS, "", Optional.of(tls), false, hosts);
    }

    public GatewayOf tls(int port, String portName, ServerTls tls, String... hosts) {
      return server(port, portName, Protocol.HTTPS, "", Optional.of(tls), false, hosts);
    }

    private GatewayOf server(
        int port,
        String portName,
        Protocol protocol,
        String bind,
        Optional<ServerTls> tls,
        boolean redirect,
        String... hosts) {
      servers.add(
          new Server(
              servers.size(),
              "",
              new ServerPort(port, portName, protocol),
              bind,
              Arrays.stream(hosts).map(Objects::serverHost).toList(),
              tls,
              redirect));
      return this;
    }

    public Gateway build() {
      return new Gateway(metadata(name, age), selector, servers);
    }
  }

  private static ServerHost serverHost(String host) {
    int slash = host.indexOf('/');
    return slash < 0
        ? new ServerHost("*", host)
        : new ServerHost(host.substring(0, slash), host.substring(slash + 1));
  }

  public static VirtualServiceOf virtualService(String name) {
    return new VirtualServiceOf(name);
  }

  /** Builds a VirtualService bound to {@code default/mygateway} unless it is told otherwise. */
  public static final class VirtualServiceOf {
    private final String name;
    private final List<HttpRoute> routes = new ArrayList<>();
    private final List<TlsRoute> tls = new ArrayList<>();
    private final List<TcpRoute> tcp = new ArrayList<>();
    private List<String> hosts = List.of();
    private List<ObjectName> gateways = List.of(name("default/mygateway"));
    private List<String> exportTo = List.of();
    private int age;

    private VirtualServiceOf(String name) {
      this.name = name;
    }

    public VirtualServiceOf age(int age) {
      this.age = age;
      return this;
    }

    public VirtualServiceOf hosts(String... hosts) {
      this.hosts = List.of(hosts);
      return this;
    }

    public VirtualServiceOf gateways(String... gateways) {
      this.gateways = Arrays.stream(gateways).map(Objects::name).toList();
      return this;
    }

    public VirtualServiceOf exportTo(String... namespaces) {
      this.exportTo = List.of(namespaces);
      return this;
    }

    /** Routes what matches any of the prefixes (everything, where there is none). */
    public VirtualServiceOf prefix(String host, int port, String... prefixes) {
      List<HttpMatch> matches = new ArrayList<>();
      for (String prefix : prefixes) {
        matches.add(match(matches.size(), new StringMatch.Prefix(prefix)));
      }
      return route(matches, forward(host, port));
    }

    /** Routes what matches the prefix to a subset. */
    public VirtualServiceOf subset(String host, int port, String subset, String prefix) {
      return route(
          List.of(match(0, new StringMatch.Prefix(prefix))),
          new RouteAction.Forward(
              List.of(
                  new WeightedDestination(
                      0,
                      new Destination(host, Optional.of(port), Optional.of(subset)),
                      0,
                      HeaderOperations.NONE))));
    }

    /** What has the prefix is another's to route. */
    public VirtualServiceOf delegate(String virtualService, String prefix) {
      return route(
          List.of(match(0, new StringMatch.Prefix(prefix))),
          new RouteAction.Delegate(name(virtualService)));
    }

    public VirtualServiceOf route(List<HttpMatch> matches, RouteAction action) {
      return route(new HttpRoute(routes.size(), "", matches, action, RouteSettings.NONE));
    }

    public VirtualServiceOf route(HttpRoute route) {
      routes.add(route);
      return this;
    }

    /** The last route's requests go there too. */
    public VirtualServiceOf mirror(String host, int port) {
      HttpRoute last = routes.remove(routes.size() - 1);
      HttpMirror mirror =
          new HttpMirror(
              "mirror", new Destination(host, Optional.of(port), Optional.empty()), 1_000_000);
      return route(
          new HttpRoute(
              last.index(),
              last.name(),
              last.matches(),
              last.action(),
              new RouteSettings(
                  HeaderOperations.NONE,
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty(),
                  Optional.of(List.of(mirror)),
                  Optional.empty())));
    }

    /** Connections for these server names, on any port. */
    public VirtualServiceOf tls(WeightedDestination to, String... sniHosts) {
      tls.add(
          new TlsRoute(
              tls.size(),
              List.of(new TlsRoute.Match(0, List.of(sniHosts), MatchScope.ANY, Optional.empty())),
              List.of(to)));
      return this;
    }

    /**
     * @param port of the server; empty for any
     */
    public VirtualServiceOf tcp(Optional<Integer> port, WeightedDestination... to) {
      List<TcpRoute.Match> matches =
          port.stream()
              .map(number -> new TcpRoute.Match(0, MatchScope.ANY, Optional.of(number)))
              .toList();
      tcp.add(new TcpRoute(tcp.size(), matches, List.of(to)));
      return this;
    }

    public VirtualService build() {
      return new VirtualService(metadata(name, age), hosts, gateways, routes, tls, tcp, exportTo);
    }
  }

  public static HttpMatch match(int index, StringMatch uri) {
    return match(index, Optional.of(uri), Optional.empty(), MatchScope.ANY);
  }

  /** By path, port and scope, and nothing else. */
  public static HttpMatch match(
      int index, Optional<StringMatch> uri, Optional<Integer> port, MatchScope scope) {
    return new HttpMatch(
        index,
        "",
        "",
        uri,
        false,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        new TreeMap<>(),
        new TreeMap<>(),
        new TreeMap<>(),
        port,
        scope);
  }

  public static RouteAction forward(String host, int port) {
    return new RouteAction.Forward(List.of(destination(0, host, Optional.of(port), 0)));
  }

  public static WeightedDestination destination(
      int index, String host, Optional<Integer> port, int weight) {
    return new WeightedDestination(
        index, new Destination(host, port, Optional.empty()), weight, HeaderOperations.NONE);
  }

  /** An AuthorizationPolicy or the like, in the namespace of {@code name}. */
  public static Policy policy(
      Kind kind, String name, Map<String, String> selector, Policy.Effect effect) {
    return new Policy(kind, metadata(name, 0), selector, Optional.empty(), effect);
  }

  public static ServiceOf service(String name) {
    return new ServiceOf(name);
  }

  /** Builds a ClusterIP Service. */
  public static final class ServiceOf {
    private final String name;
    private final List<ServicePort> ports = new ArrayList<>();
    private Map<String, String> selector = Map.of();
    private List<String> exportTo = List.of();
    private String type = "ClusterIP";
    private Optional<String> externalName = Optional.empty();
    private int age;

    private ServiceOf(String name) {
      this.name = name;
    }

    public ServiceOf age(int age) {
      this.age = age;
      return this;
    }

    public ServiceOf selector(Map<String, String> labels) {
      this.selector = labels;
      return this;
    }

    public ServiceOf exportTo(String... namespaces) {
      this.exportTo = List.of(namespaces);
      return this;
    }

    public ServiceOf type(String type) {
      this.type = type;
      return this;
    }

    public ServiceOf externalName(String host) {
      this.externalName = Optional.of(host);
      return type("ExternalName");
    }

    public ServiceOf speaking(String portName, int port, String appProtocol) {
      ports.add(
          new ServicePort(
              portName, port, new TargetPort.Number(port), "TCP", Optional.of(appProtocol)));
      return this;
    }

    public ServiceOf port(String portName, int port, int targetPort) {
      return port(portName, port, new TargetPort.Number(targetPort), "TCP");
    }

    public ServiceOf port(String portName, int port, String targetPort) {
      return port(portName, port, new TargetPort.Named(targetPort), "TCP");
    }

    public ServiceOf udp(String portName, int port, int targetPort) {
      return port(portName, port, new TargetPort.Number(targetPort), "UDP");
    }

    private ServiceOf port(String portName, int port, TargetPort target, String protocol) {
      ports.add(new ServicePort(portName, port, target, protocol, Optional.empty()));
      return this;
    }

    public Service build() {
      return new Service(metadata(name, age), type, false, externalName, selector, ports, exportTo);
    }
  }

  public static Pod pod(String name, Map<String, String> labels, String... addresses) {
    return new Pod(new Metadata(name(name), Instant.EPOCH, labels), List.of(addresses), true);
  }

  /** A DestinationRule for {@code host}, as {@link DestinationRule#host()} has it. */
  public static RuleOf rule(String name, String host) {
    return new RuleOf(name, host);
  }

  /** Builds a DestinationRule without a policy. */
  public static final class RuleOf {
    private final String name;
    private final String host;
    private final List<Subset> subsets = new ArrayList<>();
    private List<String> exportTo = List.of();
    private Map<String, String> selector = Map.of();
    private Optional<TrafficPolicy> policy = Optional.empty();
    private int age;

    private RuleOf(String name, String host) {
      this.name = name;
      this.host = host;
    }

    public RuleOf age(int age) {
      this.age = age;
      return this;
    }

    public RuleOf exportTo(String... namespaces) {
      this.exportTo = List.of(namespaces);
      return this;
    }

    public RuleOf workloadSelector(Map<String, String> labels) {
      this.selector = labels;
      return this;
    }

    public RuleOf subset(String subset, Map<String, String> labels) {
      subsets.add(new Subset(subsets.size(), subset, labels, Optional.empty()));
      return this;
    }

    public RuleOf balancer(Algorithm algorithm) {
      boolean hashes = algorithm == Algorithm.RING_HASH || algorithm == Algorithm.MAGLEV;
      LoadBalancer balancer =
          new LoadBalancer(
              algorithm,
              hashes ? Optional.of(new HashKey.Header("x-" + name(name).name())) : Optional.empty(),
              hashes ? Optional.of(1021) : Optional.empty(),
              Optional.empty());
      return policy(Optional.of(balancer), Optional.empty());
    }

    /** TLS with a credential. */
    public RuleOf tls(boolean mutual, String credential) {
      return tls(
          new ClientTls.Originated(
              Origin.of("DestinationRule", name(name).namespace(), name(name).name())
                  .at("spec.trafficPolicy.tls"),
              mutual,
              Optional.of(credential),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              List.of(),
              false));
    }

    public RuleOf tls(ClientTls tls) {
      return policy(Optional.empty(), Optional.of(tls));
    }

    private RuleOf policy(Optional<LoadBalancer> balancer, Optional<ClientTls> tls) {
      policy =
          Optional.of(
              new TrafficPolicy(
                  balancer,
                  Optional.empty(),
                  Optional.empty(),
                  tls,
                  Optional.empty(),
                  Optional.empty(),
                  Map.of()));
      return this;
    }

    public DestinationRule build() {
      return new DestinationRule(metadata(name, age), host, exportTo, selector, subsets, policy);
    }
  }

  /** An EndpointSlice of {@code service} in the same namespace. */
  public static SliceOf slice(String name, String service) {
    return new SliceOf(name, service);
  }

  /** Builds an IPv4 EndpointSlice. */
  public static final class SliceOf {
    private final String name;
    private final String service;
    private final List<EndpointSlice.Endpoint> endpoints = new ArrayList<>();
    private final List<EndpointSlice.EndpointPort> ports = new ArrayList<>();
    private String addressType = "IPv4";

    private SliceOf(String name, String service) {
      this.name = name;
      this.service = service;
    }

    public SliceOf type(String addressType) {
      this.addressType = addressType;
      return this;
    }

    public SliceOf port(String portName, int port) {
      ports.add(new EndpointSlice.EndpointPort(portName, Optional.of(port)));
      return this;
    }

    public SliceOf anyPort(String portName) {
      ports.add(new EndpointSlice.EndpointPort(portName, Optional.empty()));
      return this;
    }

    public SliceOf ready(String... addresses) {
      return endpoint(true, true, false, addresses);
    }

    /** One that says which pods it is of, an address each. */
    public SliceOf pods(Map<String, String> addressByPod) {
      new TreeMap<>(addressByPod)
          .forEach(
              (pod, address) ->
                  endpoints.add(
                      new EndpointSlice.Endpoint(
                          List.of(address), true, true, false, Optional.of(pod))));
      return this;
    }

    public SliceOf notReady(String... addresses) {
      return endpoint(false, false, false, addresses);
    }

    public SliceOf draining(String... addresses) {
      return endpoint(false, true, true, addresses);
    }

    private SliceOf endpoint(
        boolean ready, boolean serving, boolean terminating, String... addresses) {
      endpoints.add(
          new EndpointSlice.Endpoint(
              List.of(addresses), ready, serving, terminating, Optional.empty()));
      return this;
    }

    public EndpointSlice build() {
      return new EndpointSlice(metadata(name, 0), service, addressType, endpoints, ports);
    }
  }

  public static ServiceEntryOf serviceEntry(String name, Resolution resolution, String... hosts) {
    return new ServiceEntryOf(name, resolution, List.of(hosts));
  }

  /** Builds a ServiceEntry. */
  public static final class ServiceEntryOf {
    private final String name;
    private final Resolution resolution;
    private final List<String> hosts;
    private final List<ServiceEntry.Port> ports = new ArrayList<>();
    private final List<ServiceEntry.Endpoint> endpoints = new ArrayList<>();
    private Map<String, String> selector = Map.of();
    private List<String> exportTo = List.of();
    private int age;

    private ServiceEntryOf(String name, Resolution resolution, List<String> hosts) {
      this.name = name;
      this.resolution = resolution;
      this.hosts = hosts;
    }

    public ServiceEntryOf age(int age) {
      this.age = age;
      return this;
    }

    public ServiceEntryOf port(int number, String portName, String protocol, int target) {
      ports.add(new ServiceEntry.Port(number, portName, protocol, target));
      return this;
    }

    public ServiceEntryOf endpoint(String address) {
      return endpoint(workload(address));
    }

    public ServiceEntryOf endpoint(Workload workload) {
      endpoints.add(new ServiceEntry.Endpoint(endpoints.size(), workload));
      return this;
    }

    public ServiceEntryOf selector(String label, String value) {
      this.selector = Map.of(label, value);
      return this;
    }

    public ServiceEntryOf exportTo(String... namespaces) {
      this.exportTo = List.of(namespaces);
      return this;
    }

    public ServiceEntry build() {
      return new ServiceEntry(
          metadata(name, age), hosts, ports, resolution, endpoints, selector, List.of(), exportTo);
    }
  }

  public static Workload workload(String address) {
    return new Workload(address, Map.of(), Map.of(), 1);
  }

  public static WorkloadEntry workloadEntry(
      String name, String address, String label, String value) {
    return new WorkloadEntry(
        metadata(name, 0), new Workload(address, Map.of(), Map.of(label, value), 1), true);
  }

  public static Pod pod(
      String name, boolean ready, Map<String, String> labels, String... addresses) {
    return new Pod(new Metadata(name(name), Instant.EPOCH, labels), List.of(addresses), ready);
  }
}
