package io.gatehouse.translate.istio;

import io.gatehouse.finding.FindingCode;
import io.gatehouse.finding.Origin;
import io.gatehouse.resource.HostPattern;
import io.gatehouse.resource.istio.ServiceEntry;
import io.gatehouse.resource.istio.ServiceEntry.Port;
import io.gatehouse.resource.istio.ServiceEntry.Resolution;
import io.gatehouse.translate.common.Findings;
import io.gatehouse.translate.common.Words;
import io.gatehouse.translate.istio.DestinationResolver.Traffic;
import io.gatehouse.view.ObjectLookup;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which ServiceEntry a host means: one that lists it, else one that lists a wildcard above it. Of
 * several, one of the namespace that asks, so that no other namespace can turn its requests
 * elsewhere; else the oldest.
 */
final class EntryResolver {

  private final ObjectLookup objects;
  private final String proxyNamespace;
  private final Findings findings;
  private final Traffic traffic;

  EntryResolver(ObjectLookup objects, String proxyNamespace, Findings findings, Traffic traffic) {
    this.traffic = traffic;
    this.objects = objects;
    this.proxyNamespace = proxyNamespace;
    this.findings = findings;
  }

  /**
   * A port of a ServiceEntry.
   *
   * @param host that of its hosts which is meant
   * @param usual whether the host means this to all namespaces that do not know it otherwise
   */
  record Found(ServiceEntry entry, Port port, String host, boolean usual) {

    /**
     * @param subset empty for all endpoints
     */
    String cluster(String subset) {
      return usual
          ? IstioNames.cluster(port.number(), subset, host)
          : IstioNames.clusterIn(entry.metadata().namespace(), port.number(), subset, host);
    }

    Backend backend(Optional<String> subset) {
      return Backend.ofEntry(entry.name(), host, port.number(), subset);
    }
  }

  /** The ServiceEntries for {@code host}, oldest first, whether the proxies may see them or not. */
  List<ServiceEntry> entries(String host) {
    return objects.serviceEntries(listed(host));
  }

  /** {@code host}, or the narrowest wildcard above it that some ServiceEntry lists. */
  private String listed(String host) {
    if (!objects.serviceEntries(host).isEmpty()) {
      return host;
    }
    return HostPattern.wildcardsAbove(host).stream()
        .filter(wildcard -> !objects.serviceEntries(wildcard).isEmpty())
        .findFirst()
        .orElse(host);
  }

  /** The port with that number; of any protocol that runs on TCP. */
  static Optional<Port> port(ServiceEntry entry, int number) {
    return entry.ports().stream()
        .filter(port -> port.number() == number && port.isTcp())
        .findFirst();
  }

  /**
   * The port that a destination means, of ServiceEntries that there are.
   *
   * @param namespace that asks
   * @param number empty where the destination names none
   * @return empty, with a finding, where its requests are answered with 503
   */
  Optional<Found> resolve(
      String host, String namespace, Optional<Integer> number, Origin destination) {
    String listed = listed(host);
    List<ServiceEntry> all = objects.serviceEntries(listed);
    List<ServiceEntry> visible =
        all.stream().filter(entry -> entry.visibleIn(proxyNamespace)).toList();
    if (visible.isEmpty()) {
      reportNotExported(all.get(0), destination);
      return Optional.empty();
    }
    List<ServiceEntry> preferred = new ArrayList<>(visible);
    preferred.sort((one, other) -> Boolean.compare(isOf(namespace, other), isOf(namespace, one)));
    Optional<Port> asked = portOf(preferred, number);
    if (asked.isEmpty()) {
      reportNoPort(preferred, number, destination);
      return Optional.empty();
    }
    Port port = asked.get();
    ServiceEntry entry = withPort(preferred, port.number());
    if (entry.resolution() == Resolution.NONE) {
      reportNoResolution(entry, destination);
      return Optional.empty();
    }
    return Optional.of(
        new Found(
            entry,
            port(entry, port.number()).orElseThrow(),
            listed,
            withPort(visible, port.number()).equals(entry)));
  }

  private static boolean isOf(String namespace, ServiceEntry entry) {
    return entry.metadata().namespace().equals(namespace);
  }

  /** The first that has the port, as some has. */
  private static ServiceEntry withPort(List<ServiceEntry> entries, int number) {
    return entries.stream()
        .filter(entry -> port(entry, number).isPresent())
        .findFirst()
        .orElseThrow();
  }

  /** The port with that number; without a number, the only one that some ServiceEntry has. */
  private static Optional<Port> portOf(List<ServiceEntry> entries, Optional<Integer> number) {
    return entries.stream()
        .map(entry -> number.isPresent() ? port(entry, number.get()) : onlyPort(entry))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<Port> onlyPort(ServiceEntry entry) {
    List<Port> tcp = entry.ports().stream().filter(Port::isTcp).toList();
    return tcp.stream().findFirst().filter(only -> tcp.size() == 1);
  }

  private void reportNotExported(ServiceEntry entry, Origin destination) {
    findings.error(
        FindingCode.NOT_EXPORTED,
        destination.at("host"),
        "ServiceEntry "
            + Words.shown(entry.name())
            + " is not exported to namespace "
            + Words.shown(proxyNamespace)
            + ", where the proxies are: its "
            + traffic.consequence()
            + ".",
        "Add "
            + Words.shown(proxyNamespace)
            + " to exportTo of the ServiceEntry, or leave exportTo out.");
  }

  private void reportNoPort(
      List<ServiceEntry> entries, Optional<Integer> number, Origin destination) {
    ServiceEntry entry = entries.get(0);
    String name = "ServiceEntry " + Words.shown(entry.name());
    List<Integer> ports =
        entries.stream()
            .flatMap(one -> one.ports().stream())
            .filter(Port::isTcp)
            .map(Port::number)
            .distinct()
            .toList();
    findings.error(
        FindingCode.DESTINATION_PORT_NOT_FOUND,
        destination.at("port"),
        number
                .map(port -> name + " has no port " + port + " for TCP")
                .orElse("The destination names no port, and " + name + " has not just one for TCP")
            + ": its "
            + traffic.consequence()
            + ".",
        ports.isEmpty()
            ? "Add a TCP port to the ServiceEntry."
            : "Name one of its ports: " + Words.list(ports) + ".");
  }

  private void reportNoResolution(ServiceEntry entry, Origin destination) {
    findings.error(
        FindingCode.UNSUPPORTED_FIELD,
        destination.at("host"),
        "ServiceEntry "
            + Words.shown(entry.name())
            + " has resolution NONE: connections go where their clients meant them to go, and those"
            + " at a gateway are meant for the gateway. Its "
            + traffic.consequence()
            + ".",
        "Set resolution to DNS, or to STATIC with endpoints.");
  }
}
