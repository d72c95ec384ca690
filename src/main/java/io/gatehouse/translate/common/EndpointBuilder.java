package io.gatehouse.translate.common;

import io.gatehouse.finding.FindingCode;
import io.gatehouse.finding.Origin;
import io.gatehouse.model.EndpointAssignment;
import io.gatehouse.model.EndpointAssignment.Endpoint;
import io.gatehouse.resource.ProxyGroup.IpFamily;
import io.gatehouse.resource.core.EndpointSlice;
import io.gatehouse.resource.core.EndpointSlice.EndpointPort;
import io.gatehouse.resource.core.Service;
import io.gatehouse.resource.core.Service.ServicePort;
import io.gatehouse.resource.core.Service.TargetPort;
import io.gatehouse.translate.common.IpAddress.Family;
import io.gatehouse.view.ObjectLookup;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The endpoints of a Service's port, out of its EndpointSlices.
 *
 * <p>Ready ones are used. Where none is left, those that still serve while they terminate are
 * (Kubernetes, "EndpointSlices", on conditions).
 */
public final class EndpointBuilder {

  private final ObjectLookup objects;
  private final IpFamily family;
  private final boolean allowLocal;
  private final Findings findings;
  private final AddressRules rules;

  /**
   * @param family what the proxies can reach
   * @param allowLocal whether endpoints may be loopback or link-local addresses
   */
  public EndpointBuilder(
      ObjectLookup objects, IpFamily family, boolean allowLocal, Findings findings) {
    this.objects = objects;
    this.family = family;
    this.allowLocal = allowLocal;
    this.findings = findings;
    this.rules = new AddressRules(family, allowLocal, findings);
  }

  /** All endpoints of {@code port} under the cluster's name; perhaps none, then with a finding. */
  public EndpointAssignment build(String cluster, Service service, ServicePort port) {
    return build(cluster, service, port, EndpointChoice.ALL);
  }

  /** As {@link #build(String, Service, ServicePort)}, of some endpoints. */
  public EndpointAssignment build(
      String cluster, Service service, ServicePort port, EndpointChoice choice) {
    Gathered gathered = new Gathered(choice);
    for (EndpointSlice slice : objects.endpointSlices(service.name())) {
      gather(slice, port, gathered);
    }
    List<Endpoint> endpoints = gathered.endpoints();
    if (!choice.undecided().isEmpty()) {
      reportUndecided(service, choice);
    }
    if (endpoints.isEmpty()) {
      reportNone(service, port, gathered);
    }
    return new EndpointAssignment(cluster, endpoints, service.origin());
  }

  private void gather(EndpointSlice slice, ServicePort servicePort, Gathered gathered) {
    gathered.slices++;
    Optional<Family> sliceFamily = familyOf(slice);
    Optional<Integer> port = portOf(slice, servicePort);
    if (sliceFamily.isEmpty()) {
      reportAddressType(slice);
    } else if (!rules.reaches(sliceFamily.get())) {
      gathered.otherFamily = true;
    } else if (port.isEmpty()) {
      gathered.withoutPort = true;
    } else {
      gather(slice, sliceFamily.get(), port.get(), gathered);
    }
  }

  private void gather(EndpointSlice slice, Family sliceFamily, int port, Gathered gathered) {
    List<String> refused = new ArrayList<>();
    for (EndpointSlice.Endpoint endpoint : slice.endpoints()) {
      if (!gathered.choice.includes(slice, endpoint)) {
        gathered.notChosen = true;
        continue;
      }
      boolean draining = !endpoint.ready();
      if (draining && !(endpoint.serving() && endpoint.terminating())) {
        gathered.notReady = true;
        continue;
      }
      for (String literal : endpoint.addresses()) {
        IpAddress.parse(literal)
            .filter(address -> address.family() == sliceFamily && rules.mayBeUsed(address.reach()))
            .ifPresentOrElse(
                address -> gathered.add(address.text(), port, draining),
                () -> refused.add(literal));
      }
    }
    if (!refused.isEmpty()) {
      reportRefused(slice, refused);
    }
  }

  private static Optional<Family> familyOf(EndpointSlice slice) {
    return switch (slice.addressType()) {
      case "IPv4" -> Optional.of(Family.IPV4);
      case "IPv6" -> Optional.of(Family.IPV6);
      default -> Optional.empty();
    };
  }

  /** A port that the slice leaves open is any port: then the Service's own target counts. */
  private static Optional<Integer> portOf(EndpointSlice slice, ServicePort servicePort) {
    return slice.ports().stream()
        .filter(port -> port.name().equals(servicePort.name()))
        .findFirst()
        .flatMap(
            (EndpointPort port) ->
                port.port()
                    .or(
                        () ->
                            servicePort.targetPort() instanceof TargetPort.Number number
                                ? Optional.of(number.port())
                                : Optional.empty()));
  }

  private void reportAddressType(EndpointSlice slice) {
    findings.error(
        FindingCode.UNSUPPORTED_FIELD,
        slice.origin().at("addressType"),
        "Endpoints of address type "
            + Words.shown(slice.addressType())
            + " are not served: an endpoint has to be an IP address.",
        "Use an EndpointSlice of address type IPv4 or IPv6.");
  }

  private void reportRefused(EndpointSlice slice, List<String> refused) {
    Origin origin = slice.origin().at("endpoints");
    findings.error(
        FindingCode.ENDPOINT_REFUSED,
        origin,
        "No request is sent to "
            + Words.list(refused)
            + ": endpoints have to be "
            + slice.addressType()
            + " addresses of other machines"
            + (allowLocal ? ", or of this one" : "")
            + ", in their plain form.",
        allowLocal
            ? "Write the address of a machine, for example 127.0.0.1 for this one."
            : "Write the pods' addresses; loopback and link-local addresses, localhost, unspecified"
                + " and multicast addresses lead to the proxy itself or to no machine.");
  }

  private void reportNone(Service service, ServicePort port, Gathered gathered) {
    findings.warning(
        FindingCode.NO_ENDPOINTS,
        service.origin(),
        (gathered.choice.name().isEmpty()
                ? "Port "
                : "Subset " + Words.shown(gathered.choice.name()) + " of port ")
            + port.port()
            + " of Service "
            + Words.shown(service.name())
            + " has no endpoint for requests to go to ("
            + gathered.why(family, port)
            + "): they are answered with 503.",
        "See whether its pods run and are ready, and whether selector and port of the Service are"
            + " theirs.");
  }

  private void reportUndecided(Service service, EndpointChoice choice) {
    findings.warning(
        FindingCode.NO_ENDPOINTS,
        service.origin(),
        "No request for subset "
            + Words.shown(choice.name())
            + " of Service "
            + Words.shown(service.name())
            + " is sent to "
            + Words.list(choice.undecided())
            + ": their Pods, whose labels tell the subsets apart, are not known.",
        "Let Gatehouse list and watch Pods, or put the Pods' manifests, with status.podIP, beside the"
            + " others.");
  }

  /** What the slices of one Service hold. */
  private static final class Gathered {

    private final SortedMap<SocketAddress, Boolean> draining = new TreeMap<>();
    private final EndpointChoice choice;
    private int slices;
    private boolean notChosen;
    private boolean otherFamily;
    private boolean withoutPort;
    private boolean notReady;

    private Gathered(EndpointChoice choice) {
      this.choice = choice;
    }

    /** An address in two slices is ready where one of them says so. */
    void add(String address, int port, boolean isDraining) {
      draining.merge(new SocketAddress(address, port), isDraining, Boolean::logicalAnd);
    }

    List<Endpoint> endpoints() {
      boolean noneReady = !draining.containsValue(false);
      return draining.entrySet().stream()
          .filter(entry -> noneReady || !entry.getValue())
          .map(
              entry ->
                  new Endpoint(entry.getKey().address(), entry.getKey().port(), entry.getValue()))
          .toList();
    }

    String why(IpFamily family, ServicePort port) {
      if (slices == 0) {
        return "it has no EndpointSlice";
      }
      if (notReady) {
        return "none is ready";
      }
      if (notChosen) {
        return "no Pod that is known has its labels";
      }
      if (withoutPort) {
        return "no EndpointSlice has its port \"" + Words.shown(port.name()) + "\"";
      }
      if (otherFamily) {
        return "the proxies reach "
            + (family == IpFamily.IPV4 ? "IPv4" : "IPv6")
            + " addresses only, its EndpointSlices hold others";
      }
      return "its EndpointSlices hold no address that can be used";
    }
  }
}
