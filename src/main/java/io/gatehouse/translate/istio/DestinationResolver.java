package io.gatehouse.translate.istio;

import io.gatehouse.finding.FindingCode;
import io.gatehouse.finding.Origin;
import io.gatehouse.model.Route.HashPolicy;
import io.gatehouse.resource.ProxyGroup;
import io.gatehouse.resource.Resource;
import io.gatehouse.resource.core.Service;
import io.gatehouse.resource.core.Service.ServicePort;
import io.gatehouse.resource.istio.Destination;
import io.gatehouse.resource.istio.VirtualService;
import io.gatehouse.translate.common.Findings;
import io.gatehouse.translate.common.Words;
import io.gatehouse.view.ObjectLookup;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which cluster a destination means. One that means nothing keeps its route, with a cluster that
 * does not exist: its requests are answered with 503, and no wider route gets them.
 */
final class DestinationResolver {

  private static final String TCP = "TCP";
  private static final String EXTERNAL_NAME = "ExternalName";
  private static final int NO_PORT = 0;

  private final ObjectLookup objects;
  private final String proxyNamespace;
  private final ServiceHosts hosts;
  private final DestinationRules rules;
  private final Findings findings;
  private final Map<String, Backend> backends = new HashMap<>();

  /**
   * @param group of proxies: only Services exported to its namespace can be reached, as in Istio
   */
  DestinationResolver(
      ObjectLookup objects, ProxyGroup group, ServiceHosts hosts, Findings findings) {
    this.objects = objects;
    this.proxyNamespace = group.namespace();
    this.hosts = hosts;
    this.rules = new DestinationRules(objects, group, findings);
    this.findings = findings;
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
    Optional<Service> service =
        hosts.service(destination.host(), namespace).flatMap(objects::service);
    if (service.isPresent()) {
      return target(service.get(), destination, origin);
    }
    String fullName = hosts.fullName(destination.host(), namespace);
    reportNotFound(destination.host(), fullName, origin);
    return nowhere(IstioNames.cluster(destination.port().orElse(NO_PORT), fullName));
  }

  private static Target nowhere(String cluster) {
    return new Target(cluster, List.of());
  }

  private Target target(Service service, Destination destination, Origin origin) {
    if (!isVisible(service)) {
      reportNotExported(service, origin);
      return nowhere(IstioNames.BLACK_HOLE_CLUSTER);
    }
    if (service.type().equals(EXTERNAL_NAME)) {
      reportExternalName(service, origin);
    }
    Optional<ServicePort> port =
        service.type().equals(EXTERNAL_NAME)
            ? Optional.empty()
            : port(service, destination.port(), origin);
    String cluster =
        IstioNames.cluster(
            port.map(ServicePort::port).or(destination::port).orElse(NO_PORT),
            destination.subset().orElse(""),
            hosts.fullName(service.name()));
    return port.map(found -> target(cluster, service, found, destination.subset(), origin))
        .orElseGet(() -> nowhere(cluster));
  }

  private Target target(
      String cluster, Service service, ServicePort port, Optional<String> subset, Origin origin) {
    MergedRule rule = rules.of(hosts.ruleHosts(service.name()), service.metadata().namespace());
    if (subset.isPresent() && subset.flatMap(rule::subset).isEmpty()) {
      reportNoSubset(service, subset.get(), rule, origin);
      return nowhere(cluster);
    }
    backends.put(cluster, new Backend(service.name(), port.port(), subset));
    return new Target(cluster, ClusterPolicyBuilder.hashPolicies(rule.policy(port.port(), subset)));
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
    return service.exportTo().isEmpty()
        || service.exportTo().stream()
            .anyMatch(
                to ->
                    to.equals("*")
                        || to.equals(proxyNamespace)
                        || (to.equals(".")
                            && service.metadata().namespace().equals(proxyNamespace)));
  }

  private Optional<ServicePort> port(Service service, Optional<Integer> number, Origin origin) {
    List<ServicePort> tcp = tcpPorts(service);
    Optional<ServicePort> found =
        number.isPresent()
            ? port(service, number.get())
            : tcp.stream().findFirst().filter(port -> tcp.size() == 1);
    if (found.isEmpty()) {
      reportNoPort(service, number, tcp, origin);
    }
    return found;
  }

  private void reportNotFound(String host, String fullName, Origin origin) {
    List<String> elsewhere =
        objects.servicesNamed(host).stream().map(s -> hosts.fullName(s.name())).toList();
    findings.error(
        FindingCode.DESTINATION_NOT_FOUND,
        origin.at("host"),
        "There is no Service " + Words.shown(fullName) + ": its requests are answered with 503.",
        elsewhere.isEmpty()
            ? "Create the Service, or write the host of one that exists."
            : "A host without a dot is looked up in the VirtualService's namespace; write the full"
                + " name if another is meant: "
                + Words.list(elsewhere)
                + ".");
  }

  private void reportNoSubset(Service service, String subset, MergedRule rule, Origin origin) {
    String host = Words.shown(hosts.fullName(service.name()));
    findings.error(
        FindingCode.SUBSET_NOT_FOUND,
        origin.at("subset"),
        (rule.rules().isEmpty()
                ? "No DestinationRule counts for " + host + " here"
                : "No DestinationRule that counts for "
                    + host
                    + " here ("
                    + Words.list(rule.rules().stream().map(Resource::name).toList())
                    + ") has a subset "
                    + Words.shown(subset))
            + ": its requests are answered with 503.",
        "Write the subset into a DestinationRule for that host: in the proxies' namespace "
            + Words.shown(proxyNamespace)
            + ", or in the Service's.");
  }

  private void reportNotExported(Service service, Origin origin) {
    findings.error(
        FindingCode.NOT_EXPORTED,
        origin.at("host"),
        "Service "
            + Words.shown(service.name())
            + " is not exported to namespace "
            + Words.shown(proxyNamespace)
            + ", where the proxies are: its requests are answered with 503.",
        "Add "
            + Words.shown(proxyNamespace)
            + " to the Service's annotation networking.istio.io/exportTo, or take the annotation"
            + " away.");
  }

  private void reportExternalName(Service service, Origin origin) {
    findings.error(
        FindingCode.UNSUPPORTED_FIELD,
        origin.at("host"),
        "Service "
            + Words.shown(service.name())
            + " is of type "
            + EXTERNAL_NAME
            + ", which is not supported: its requests are answered with 503.",
        "Name a Service that has EndpointSlices.");
  }

  private void reportNoPort(
      Service service, Optional<Integer> number, List<ServicePort> tcp, Origin origin) {
    boolean otherProtocol =
        service.ports().stream().anyMatch(port -> Optional.of(port.port()).equals(number));
    String name = "Service " + Words.shown(service.name());
    String sentence;
    if (number.isEmpty()) {
      sentence = "The destination names no port, and " + name + " has not just one for TCP";
    } else if (otherProtocol) {
      sentence = "Port " + number.get() + " of " + name + " is not for TCP, which HTTP runs on";
    } else {
      sentence = name + " has no port " + number.get();
    }
    findings.error(
        otherProtocol ? FindingCode.UNSUPPORTED_PROTOCOL : FindingCode.DESTINATION_PORT_NOT_FOUND,
        origin.at("port"),
        sentence + ": its requests are answered with 503.",
        tcp.isEmpty()
            ? "Add a TCP port to the Service."
            : "Name one of its ports: "
                + Words.list(tcp.stream().map(ServicePort::port).toList())
                + ".");
  }
}
