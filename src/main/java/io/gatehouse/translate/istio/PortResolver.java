package io.gatehouse.translate.istio;

import io.gatehouse.finding.FindingCode;
import io.gatehouse.finding.Origin;
import io.gatehouse.resource.ProxyGroup;
import io.gatehouse.resource.core.EndpointSlice;
import io.gatehouse.resource.core.Service;
import io.gatehouse.resource.core.Service.ServicePort;
import io.gatehouse.resource.core.Service.TargetPort;
import io.gatehouse.translate.common.Findings;
import io.gatehouse.translate.common.Words;
import io.gatehouse.view.ObjectLookup;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Which port a proxy has to bind for a server's port: what the Services in front of the proxies
 * send there.
 */
final class PortResolver {

  private static final String TCP = "TCP";
  private static final int FIRST_UNPRIVILEGED = 1024;

  private final ObjectLookup objects;
  private final ProxyGroup group;
  private final Findings findings;
  private final List<Service> services;
  private final Map<Integer, List<Target>> targets = new HashMap<>();

  /**
   * What one Service says.
   *
   * @param ports one; none where a name resolves to nothing, several where pods differ
   */
  private record Target(Service service, SortedSet<Integer> ports) {}

  PortResolver(ObjectLookup objects, ProxyGroup group, Findings findings) {
    this.objects = objects;
    this.group = group;
    this.findings = findings;
    this.services =
        objects.servicesIn(group.namespace()).stream()
            .filter(service -> !service.selector().isEmpty() && group.matches(service.selector()))
            .toList();
  }

  /**
   * The port to bind for {@code number}; empty, with a finding at {@code origin}, where there is
   * none.
   */
  Optional<Integer> resolve(int number, Origin origin) {
    List<Target> asked = targets.computeIfAbsent(number, this::targetsOf);
    if (asked.isEmpty()) {
      return bindable(number, number, origin);
    }
    Optional<Target> first = asked.stream().filter(target -> !target.ports().isEmpty()).findFirst();
    if (first.isEmpty()) {
      reportUnresolved(number, asked.get(0), origin);
      return Optional.empty();
    }
    int port = first.get().ports().first();
    reportDisagreement(number, port, asked, origin);
    return bindable(number, port, origin);
  }

  private List<Target> targetsOf(int number) {
    return services.stream()
        .flatMap(
            service ->
                service.ports().stream()
                    .filter(port -> port.port() == number && port.protocol().equals(TCP))
                    .limit(1)
                    .map(port -> new Target(service, portsOf(service, port))))
        .toList();
  }

  private SortedSet<Integer> portsOf(Service service, ServicePort port) {
    SortedSet<Integer> ports = new TreeSet<>();
    if (port.targetPort() instanceof TargetPort.Number number) {
      ports.add(number.port());
      return ports;
    }
    objects.endpointSlices(service.name()).stream()
        .flatMap(slice -> slice.ports().stream())
        .filter(slicePort -> slicePort.name().equals(port.name()))
        .map(EndpointSlice.EndpointPort::port)
        .flatMap(Optional::stream)
        .forEach(ports::add);
    return ports;
  }

  private Optional<Integer> bindable(int number, int port, Origin origin) {
    if (port >= FIRST_UNPRIVILEGED || !group.unprivileged()) {
      return Optional.of(port);
    }
    findings.error(
        FindingCode.PORT_PRIVILEGED,
        origin,
        "Port "
            + number
            + " is not served by the proxies "
            + Words.shown(group)
            + ": they would have to bind port "
            + port
            + ", and run without the right to bind ports below "
            + FIRST_UNPRIVILEGED
            + ".",
        "In namespace "
            + Words.shown(group.namespace())
            + ", give a Service that selects these proxies a port "
            + number
            + " with a targetPort of "
            + FIRST_UNPRIVILEGED
            + " or more, for example "
            + (8000 + port)
            + ".");
    return Optional.empty();
  }

  private void reportUnresolved(int number, Target target, Origin origin) {
    findings.error(
        FindingCode.PORT_UNRESOLVED,
        origin,
        "Port "
            + number
            + " is not served: Service "
            + Words.shown(target.service().name())
            + " sends it to a port by name, and no EndpointSlice of the Service says which number"
            + " that is.",
        "Give the container port that name, or write a number as the Service's targetPort.");
  }

  private void reportDisagreement(int number, int port, List<Target> asked, Origin origin) {
    long distinct = asked.stream().flatMap(target -> target.ports().stream()).distinct().count();
    if (distinct < 2) {
      return;
    }
    List<String> said =
        asked.stream()
            .map(target -> target.service().name() + " to " + Words.list(target.ports()))
            .toList();
    findings.warning(
        FindingCode.PORT_AMBIGUOUS,
        origin,
        "Port "
            + number
            + " is served on port "
            + port
            + " of the proxies only, but Services send it to different ports: "
            + Words.list(said)
            + ".",
        "Let all Services in front of these proxies send port "
            + number
            + " to the same targetPort.");
  }
}
