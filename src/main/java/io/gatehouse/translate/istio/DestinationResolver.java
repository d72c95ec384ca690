package io.gatehouse.translate.istio;

import io.gatehouse.finding.FindingCode;
import io.gatehouse.finding.Origin;
import io.gatehouse.model.Route.HashPolicy;
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
  private final Findings findings;
  private final String consequence;
  private final Map<String, Backend> backends = new HashMap<>();

  /**
   * @param proxyNamespace the proxies': only Services exported to it can be reached, as in Istio
   */
  DestinationResolver(
      ObjectLookup objects,
      String proxyNamespace,
      ServiceHosts hosts,
      Findings findings,
      Traffic traffic) {
    this.consequence = ": " + traffic.consequence + ".";
    this.objects = objects;
    this.proxyNamespace = proxyNamespace;
    this.hosts = hosts;
    this.findings = findings;
  }

  /** What goes to destinations. */
  enum Traffic {
    REQUESTS("its requests are answered with 503"),
    CONNECTIONS("its connections are closed");

    private final String consequence;

    Traffic(String consequence) {
      this.consequence = consequence;
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
    return new Target(cluster(from, destination, origin), List.of());
  }

  private String cluster(VirtualService from, Destination destination, Origin origin) {
    String namespace = from.metadata().namespace();
    Optional<Service> service =
        hosts.service(destination.host(), namespace).flatMap(objects::service);
    if (service.isPresent()) {
      return cluster(service.get(), destination, origin);
    }
    String fullName = hosts.fullName(destination.host(), namespace);
    reportNotFound(destination.host(), fullName, origin);
    return IstioNames.cluster(destination.port().orElse(NO_PORT), fullName);
  }

  private String cluster(Service service, Destination destination, Origin origin) {
    if (!isVisible(service)) {
      reportNotExported(service, origin);
      return IstioNames.BLACK_HOLE_CLUSTER;
    }
    if (destination.subset().isPresent()) {
      reportSubset(origin);
      return IstioNames.BLACK_HOLE_CLUSTER;
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
            hosts.fullName(service.name()));
    port.ifPresent(found -> backends.put(cluster, new Backend(service.name(), found.port())));
    return cluster;
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
        "There is no Service " + Words.shown(fullName) + consequence,
        elsewhere.isEmpty()
            ? "Create the Service, or write the host of one that exists."
            : "A host without a dot is looked up in the VirtualService's namespace; write the full"
                + " name if another is meant: "
                + Words.list(elsewhere)
                + ".");
  }

  private void reportSubset(Origin origin) {
    findings.error(
        FindingCode.UNSUPPORTED_FIELD,
        origin.at("subset"),
        "Subsets are not supported" + consequence,
        "Name a Service of its own for the subset.");
  }

  private void reportNotExported(Service service, Origin origin) {
    findings.error(
        FindingCode.NOT_EXPORTED,
        origin.at("host"),
        "Service "
            + Words.shown(service.name())
            + " is not exported to namespace "
            + Words.shown(proxyNamespace)
            + ", where the proxies are"
            + consequence,
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
            + ", which is not supported"
            + consequence,
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
      sentence = "Port " + number.get() + " of " + name + " is not for TCP";
    } else {
      sentence = name + " has no port " + number.get();
    }
    findings.error(
        otherProtocol ? FindingCode.UNSUPPORTED_PROTOCOL : FindingCode.DESTINATION_PORT_NOT_FOUND,
        origin.at("port"),
        sentence + consequence,
        tcp.isEmpty()
            ? "Add a TCP port to the Service."
            : "Name one of its ports: "
                + Words.list(tcp.stream().map(ServicePort::port).toList())
                + ".");
  }
}
