package io.gatehouse.translate.istio;

import io.gatehouse.finding.Origin;
import io.gatehouse.model.Route.HashPolicy;
import io.gatehouse.resource.ProxyGroup;
import io.gatehouse.resource.core.Service;
import io.gatehouse.resource.core.Service.ServicePort;
import io.gatehouse.resource.istio.Destination;
import io.gatehouse.resource.istio.ExportTo;
import io.gatehouse.resource.istio.HostName;
import io.gatehouse.resource.istio.TrafficPolicy;
import io.gatehouse.resource.istio.VirtualService;
import io.gatehouse.translate.common.Findings;
import io.gatehouse.view.ObjectLookup;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which cluster a destination means. One that means nothing keeps its route, with a cluster that
 * does not exist: its requests are answered with 503, and no wider route gets them.
 */
final class DestinationResolver {

  private static final String TCP = "TCP";
  private static final int NO_PORT = 0;

  /** Names of names beyond this are taken to go in a circle. */
  private static final int MOST_ALIASES = 8;

  private final ObjectLookup objects;
  private final String proxyNamespace;
  private final ServiceHosts hosts;
  private final DestinationRules rules;
  private final DestinationFindings report;
  private final EntryResolver entries;
  private final Map<String, Backend> backends = new HashMap<>();

  /**
   * @param group of proxies: only Services exported to its namespace can be reached, as in Istio
   */
  DestinationResolver(
      ObjectLookup objects,
      ProxyGroup group,
      ServiceHosts hosts,
      Findings findings,
      Traffic traffic) {
    this.objects = objects;
    this.proxyNamespace = group.namespace();
    this.hosts = hosts;
    this.rules = new DestinationRules(objects, group, findings);
    this.report = new DestinationFindings(objects, group, hosts, findings, traffic);
    this.entries = new EntryResolver(objects, proxyNamespace, findings, traffic);
  }

  /** What goes to destinations. */
  enum Traffic {
    REQUESTS("requests are answered with 503"),
    CONNECTIONS("connections are closed");

    private final String consequence;

    Traffic(String consequence) {
      this.consequence = consequence;
    }

    /** What becomes of it where a destination leads nowhere. */
    String consequence() {
      return consequence;
    }
  }

  /**
   * Where a destination leads.
   *
   * @param hashPolicies what of a request chooses among its endpoints; empty for nothing
   */
  record Target(String cluster, List<HashPolicy> hashPolicies) {

    Target {
      hashPolicies = List.copyOf(hashPolicies);
    }
  }

  /** What a destination of {@code from} means; {@code origin} is the destination. */
  Target resolve(VirtualService from, Destination destination, Origin origin) {
    String namespace = from.metadata().namespace();
    String host = hostMeant(destination.host(), namespace);
    Optional<Service> service = service(host, namespace);
    if (service.isPresent()) {
      return target(service.get(), destination, origin);
    }
    Optional<String> listed = listed(host, namespace);
    if (listed.isPresent()) {
      return entries
          .resolve(listed.get(), namespace, destination.port(), origin)
          .map(found -> target(found, destination.subset(), origin))
          .orElseGet(() -> nowhere(IstioNames.BLACK_HOLE_CLUSTER));
    }
    String fullName = hosts.fullName(host, namespace);
    report.notFound(host, fullName, origin);
    return nowhere(IstioNames.cluster(destination.port().orElse(NO_PORT), fullName));
  }

  private static Target nowhere(String cluster) {
    return new Target(cluster, List.of());
  }

  private Optional<Service> service(String host, String namespace) {
    return hosts.service(host, namespace).flatMap(objects::service);
  }

  /** {@code host}, or what it is but another name of, as far as that is known. */
  private String hostMeant(String host, String namespace) {
    String meant = host;
    for (int names = 0; names < MOST_ALIASES; names++) {
      Optional<String> alias =
          service(meant, namespace)
              .filter(this::isVisible)
              .flatMap(service -> aliasOf(service, namespace));
      if (alias.isEmpty()) {
        return meant;
      }
      meant = alias.get();
    }
    return meant;
  }

  /** {@code host} in the form in which some ServiceEntry lists it, or a wildcard above it. */
  private Optional<String> listed(String host, String namespace) {
    return Stream.of(hosts.fullName(host, namespace), host)
        .map(form -> form.toLowerCase(Locale.ROOT))
        .filter(form -> !entries.entries(form).isEmpty())
        .findFirst();
  }

  /**
   * The host that an ExternalName Service is another name of, where some object says where that is
   * (Istio, "Understanding Traffic Routing"). Any other one is looked up by Envoy.
   */
  private Optional<String> aliasOf(Service service, String namespace) {
    return service
        .externalName()
        .filter(name -> service.isExternalName())
        .flatMap(HostName::dnsName)
        .filter(name -> name.indexOf('.') >= 0)
        .filter(
            name -> service(name, namespace).isPresent() || listed(name, namespace).isPresent());
  }

  private Target target(EntryResolver.Found found, Optional<String> subset, Origin origin) {
    return target(
        found.cluster(subset.orElse("")),
        found.backend(subset),
        BackendOwner.of(found.entry(), found.host()),
        Optional.of(PortProtocol.of(found.port())),
        origin);
  }

  private Target target(Service service, Destination destination, Origin origin) {
    if (!isVisible(service)) {
      report.notExported(service, origin);
      return nowhere(IstioNames.BLACK_HOLE_CLUSTER);
    }
    Optional<Integer> port =
        service.isExternalName()
            ? externalPort(service, destination.port(), origin)
            : port(service, destination.port(), origin).map(ServicePort::port);
    String cluster =
        IstioNames.cluster(
            port.or(destination::port).orElse(NO_PORT),
            destination.subset().orElse(""),
            hosts.fullName(service.name()));
    return port.map(
            number ->
                target(
                    cluster,
                    Backend.ofService(service.name(), number, destination.subset()),
                    BackendOwner.of(service, hosts),
                    port(service, number).map(PortProtocol::of),
                    origin))
        .orElseGet(() -> nowhere(cluster));
  }

  private Target target(
      String cluster,
      Backend backend,
      BackendOwner owner,
      Optional<PortProtocol> spoken,
      Origin origin) {
    MergedRule rule = rules.of(owner.names(), owner.namespace());
    Optional<String> subset = backend.subset();
    if (subset.isPresent() && subset.flatMap(rule::subset).isEmpty()) {
      report.noSubset(owner, subset.get(), rule, origin);
      return nowhere(cluster);
    }
    TrafficPolicy policy = rule.policy(backend.port(), subset);
    if (policy.tls().isEmpty() && spoken.equals(Optional.of(PortProtocol.TLS))) {
      report.plain(backend.port(), owner, origin);
    }
    backends.put(cluster, backend);
    return new Target(cluster, ClusterPolicyBuilder.hashPolicies(policy));
  }

  /** Its own ports count where the destination names none: a DNS name has none. */
  private Optional<Integer> externalPort(Service service, Optional<Integer> number, Origin origin) {
    if (service.externalName().isEmpty()) {
      report.noExternalName(service, origin);
      return Optional.empty();
    }
    List<ServicePort> own = tcpPorts(service);
    if (number.isEmpty() && own.size() != 1) {
      report.noExternalPort(service, origin);
      return Optional.empty();
    }
    return number.or(() -> Optional.of(own.get(0).port()));
  }

  /** What the clusters stand for, by name; those that stand for nothing that exists are absent. */
  Map<String, Backend> backends() {
    return backends;
  }

  /** The port that a destination with this number means; of two protocols, TCP. */
  static Optional<ServicePort> port(Service service, int number) {
    return tcpPorts(service).stream().filter(port -> port.port() == number).findFirst();
  }

  private static List<ServicePort> tcpPorts(Service service) {
    return service.ports().stream().filter(port -> port.protocol().equals(TCP)).toList();
  }

  private boolean isVisible(Service service) {
    return ExportTo.includes(service.exportTo(), service.metadata().namespace(), proxyNamespace);
  }

  private Optional<ServicePort> port(Service service, Optional<Integer> number, Origin origin) {
    List<ServicePort> tcp = tcpPorts(service);
    Optional<ServicePort> found =
        number.isPresent()
            ? port(service, number.get())
            : tcp.stream().findFirst().filter(port -> tcp.size() == 1);
    if (found.isEmpty()) {
      report.noPort(service, number, tcp, origin);
    }
    return found;
  }
}
