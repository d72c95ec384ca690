package io.gatehouse.translate.istio;

import io.gatehouse.finding.FindingCode;
import io.gatehouse.finding.Origin;
import io.gatehouse.model.Route.HashPolicy;
import io.gatehouse.resource.core.Service;
import io.gatehouse.resource.core.Service.ServicePort;
import io.gatehouse.resource.istio.Destination;
import io.gatehouse.resource.istio.ExportTo;
import io.gatehouse.resource.istio.HostName;
import io.gatehouse.resource.istio.VirtualService;
import io.gatehouse.translate.common.Findings;
import io.gatehouse.translate.common.Words;
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
  private final Findings findings;
  private final Traffic traffic;
  private final String consequence;
  private final EntryResolver entries;
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
    this.traffic = traffic;
    this.consequence = ": its " + traffic.consequence() + ".";
    this.objects = objects;
    this.proxyNamespace = proxyNamespace;
    this.hosts = hosts;
    this.findings = findings;
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
    return new Target(cluster(from, destination, origin), List.of());
  }

  private String cluster(VirtualService from, Destination destination, Origin origin) {
    if (destination.subset().isPresent()) {
      reportSubset(origin);
      return IstioNames.BLACK_HOLE_CLUSTER;
    }
    return cluster(from, destination.host(), destination.port(), origin, MOST_ALIASES);
  }

  /**
   * @param aliases how many names may still be but names of others
   */
  private String cluster(
      VirtualService from, String host, Optional<Integer> port, Origin origin, int aliases) {
    String namespace = from.metadata().namespace();
    Optional<Service> service = hosts.service(host, namespace).flatMap(objects::service);
    if (service.isPresent()) {
      Optional<String> alias = aliases == 0 ? Optional.empty() : aliasOf(service.get(), namespace);
      return isVisible(service.get()) && alias.isPresent()
          ? cluster(from, alias.get(), port, origin, aliases - 1)
          : cluster(service.get(), port, origin);
    }
    Optional<String> listed = listed(host, namespace);
    if (listed.isPresent()) {
      return entries
          .resolve(listed.get(), namespace, port, origin)
          .map(found -> cluster(found, origin))
          .orElse(IstioNames.BLACK_HOLE_CLUSTER);
    }
    String fullName = hosts.fullName(host, namespace);
    reportNotFound(host, fullName, origin);
    return IstioNames.cluster(port.orElse(NO_PORT), fullName);
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
            name ->
                hosts.service(name, namespace).flatMap(objects::service).isPresent()
                    || listed(name, namespace).isPresent());
  }

  private String cluster(EntryResolver.Found found, Origin origin) {
    backends.put(found.cluster(), found.backend());
    reportPlain(
        PortProtocol.of(found.port()),
        found.port().number(),
        "ServiceEntry " + Words.shown(found.entry().name()),
        origin);
    return found.cluster();
  }

  private String cluster(Service service, Optional<Integer> number, Origin origin) {
    if (!isVisible(service)) {
      reportNotExported(service, origin);
      return IstioNames.BLACK_HOLE_CLUSTER;
    }
    Optional<Integer> port =
        service.isExternalName()
            ? externalPort(service, number, origin)
            : port(service, number, origin).map(ServicePort::port);
    String cluster =
        IstioNames.cluster(port.or(() -> number).orElse(NO_PORT), hosts.fullName(service.name()));
    port.ifPresent(
        found -> {
          backends.put(cluster, Backend.ofService(service.name(), found));
          port(service, found)
              .ifPresent(
                  of ->
                      reportPlain(
                          PortProtocol.of(of),
                          found,
                          "Service " + Words.shown(service.name()),
                          origin));
        });
    return cluster;
  }

  /** Its own ports count where the destination names none: a DNS name has none. */
  private Optional<Integer> externalPort(Service service, Optional<Integer> number, Origin origin) {
    if (service.externalName().isEmpty()) {
      reportNoExternalName(service, origin);
      return Optional.empty();
    }
    List<ServicePort> own = tcpPorts(service);
    if (number.isEmpty() && own.size() != 1) {
      reportNoExternalPort(service, origin);
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
        "There is no Service or ServiceEntry " + Words.shown(fullName) + "" + consequence,
        elsewhere.isEmpty()
            ? "Create one with that host, or write the host of one that exists."
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

  private void reportNoExternalName(Service service, Origin origin) {
    findings.error(
        FindingCode.INVALID_FIELD,
        origin.at("host"),
        "Service "
            + Words.shown(service.name())
            + " is of type ExternalName and names no host"
            + consequence,
        "Set the Service's externalName.");
  }

  private void reportNoExternalPort(Service service, Origin origin) {
    findings.error(
        FindingCode.DESTINATION_PORT_NOT_FOUND,
        origin.at("port"),
        "The destination names no port, and Service "
            + Words.shown(service.name())
            + " of type ExternalName has not just one either"
            + consequence,
        "Name the port that " + Words.shown(service.externalName().orElse("")) + " listens on.");
  }

  private void reportPlain(PortProtocol protocol, int port, String owner, Origin origin) {
    if (protocol != PortProtocol.TLS || traffic == Traffic.CONNECTIONS) {
      return;
    }
    findings.warning(
        FindingCode.PLAIN_TO_TLS_PORT,
        origin,
        "Port "
            + port
            + " of "
            + owner
            + " speaks TLS, by its name or protocol, and is sent plain HTTP.",
        "Let a DestinationRule for the host begin TLS (trafficPolicy.tls), or name the port http if"
            + " it speaks HTTP.");
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
