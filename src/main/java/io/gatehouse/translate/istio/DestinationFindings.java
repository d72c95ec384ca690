package io.gatehouse.translate.istio;

import io.gatehouse.finding.FindingCode;
import io.gatehouse.finding.Origin;
import io.gatehouse.resource.ProxyGroup;
import io.gatehouse.resource.Resource;
import io.gatehouse.resource.core.Service;
import io.gatehouse.resource.core.Service.ServicePort;
import io.gatehouse.translate.common.Findings;
import io.gatehouse.translate.common.Words;
import io.gatehouse.translate.istio.DestinationResolver.Traffic;
import io.gatehouse.view.ObjectLookup;
import java.util.List;
import java.util.Optional;

/** What is said of destinations that lead nowhere, or elsewhere than their user may think. */
final class DestinationFindings {

  private final ObjectLookup objects;
  private final String proxyNamespace;
  private final ServiceHosts hosts;
  private final Findings findings;
  private final Traffic traffic;
  private final String consequence;

  DestinationFindings(
      ObjectLookup objects,
      ProxyGroup group,
      ServiceHosts hosts,
      Findings findings,
      Traffic traffic) {
    this.objects = objects;
    this.proxyNamespace = group.namespace();
    this.hosts = hosts;
    this.findings = findings;
    this.traffic = traffic;
    this.consequence = ": its " + traffic.consequence() + ".";
  }

  void notFound(String host, String fullName, Origin origin) {
    List<String> elsewhere =
        objects.servicesNamed(host).stream().map(s -> hosts.fullName(s.name())).toList();
    findings.error(
        FindingCode.DESTINATION_NOT_FOUND,
        origin.at("host"),
        "There is no Service or ServiceEntry " + Words.shown(fullName) + consequence,
        elsewhere.isEmpty()
            ? "Create one with that host, or write the host of one that exists."
            : "A host without a dot is looked up in the VirtualService's namespace; write the full"
                + " name if another is meant: "
                + Words.list(elsewhere)
                + ".");
  }

  void noSubset(BackendOwner owner, String subset, MergedRule rule, Origin origin) {
    String host = Words.shown(owner.fullName());
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
            + consequence,
        "Write the subset into a DestinationRule for that host: in the proxies' namespace "
            + Words.shown(proxyNamespace)
            + ", or in the host's own.");
  }

  void notExported(Service service, Origin origin) {
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

  void noExternalName(Service service, Origin origin) {
    findings.error(
        FindingCode.INVALID_FIELD,
        origin.at("host"),
        "Service "
            + Words.shown(service.name())
            + " is of type ExternalName and names no host"
            + consequence,
        "Set the Service's externalName.");
  }

  void noExternalPort(Service service, Origin origin) {
    findings.error(
        FindingCode.DESTINATION_PORT_NOT_FOUND,
        origin.at("port"),
        "The destination names no port, and Service "
            + Words.shown(service.name())
            + " of type ExternalName has not just one either"
            + consequence,
        "Name the port that " + Words.shown(service.externalName().orElse("")) + " listens on.");
  }

  void plain(int port, BackendOwner owner, Origin origin) {
    if (traffic == Traffic.CONNECTIONS) {
      return;
    }
    findings.warning(
        FindingCode.PLAIN_TO_TLS_PORT,
        origin,
        "Port "
            + port
            + " of "
            + Words.shown(owner.origin())
            + " speaks TLS, by its name or protocol, and is sent plain HTTP.",
        "Let a DestinationRule for the host begin TLS (trafficPolicy.tls), or name the port http if"
            + " it speaks HTTP.");
  }

  void noPort(Service service, Optional<Integer> number, List<ServicePort> tcp, Origin origin) {
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
