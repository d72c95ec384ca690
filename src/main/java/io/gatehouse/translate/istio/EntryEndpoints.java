package io.gatehouse.translate.istio;

import io.gatehouse.finding.FindingCode;
import io.gatehouse.finding.Origin;
import io.gatehouse.model.EndpointAssignment.Endpoint;
import io.gatehouse.resource.core.Pod;
import io.gatehouse.resource.istio.HostName;
import io.gatehouse.resource.istio.ServiceEntry;
import io.gatehouse.resource.istio.ServiceEntry.Port;
import io.gatehouse.resource.istio.ServiceEntry.Resolution;
import io.gatehouse.resource.istio.Workload;
import io.gatehouse.resource.istio.WorkloadEntry;
import io.gatehouse.translate.common.AddressRules;
import io.gatehouse.translate.common.Findings;
import io.gatehouse.translate.common.WeightedEndpoints;
import io.gatehouse.translate.common.Words;
import io.gatehouse.view.ObjectLookup;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The endpoints of a ServiceEntry's port: those it lists, or the WorkloadEntries and Pods of its
 * namespace that it selects, or the host itself where that is looked up.
 */
final class EntryEndpoints {

  private static final int EVEN = 1;

  private final ObjectLookup objects;
  private final AddressRules addresses;
  private final Findings findings;

  EntryEndpoints(ObjectLookup objects, AddressRules addresses, Findings findings) {
    this.objects = objects;
    this.addresses = addresses;
    this.findings = findings;
  }

  /**
   * Where a workload may be.
   *
   * @param places of which the first that can be used is
   * @param ports by name of the ServiceEntry's port
   */
  private record Candidate(
      List<String> places, Map<String, Integer> ports, int weight, Origin origin) {

    static Candidate of(Workload workload, Origin origin) {
      return new Candidate(
          List.of(workload.address()), workload.ports(), workload.weight(), origin);
    }
  }

  /** The endpoints of {@code port} for {@code host}; perhaps none, then with a finding. */
  List<Endpoint> build(ServiceEntry entry, String host, Port port) {
    List<Candidate> candidates = candidates(entry, host);
    WeightedEndpoints endpoints = new WeightedEndpoints();
    for (Candidate candidate : candidates) {
      if (isLogical(entry) && !endpoints.isEmpty()) {
        reportSecond(entry, candidate);
        break;
      }
      place(entry, candidate)
          .ifPresent(
              place ->
                  endpoints.add(
                      place,
                      candidate.ports().getOrDefault(port.name(), port.target()),
                      candidate.weight()));
    }
    if (endpoints.isEmpty()) {
      reportNone(entry, port, candidates.isEmpty());
    }
    return endpoints.list();
  }

  private static boolean isLogical(ServiceEntry entry) {
    return entry.resolution() == Resolution.DNS_ROUND_ROBIN;
  }

  private List<Candidate> candidates(ServiceEntry entry, String host) {
    List<Candidate> candidates = new ArrayList<>();
    Origin listed = entry.origin().at("spec.endpoints");
    entry
        .endpoints()
        .forEach(
            endpoint ->
                candidates.add(
                    Candidate.of(endpoint.workload(), listed.at(endpoint.index()).at("address"))));
    if (!entry.selector().isEmpty()) {
      addSelected(entry, candidates);
    } else if (entry.endpoints().isEmpty() && entry.resolution() != Resolution.STATIC) {
      candidates.add(new Candidate(List.of(host), Map.of(), EVEN, entry.origin().at("spec.hosts")));
    }
    return candidates;
  }

  private void addSelected(ServiceEntry entry, List<Candidate> candidates) {
    String namespace = entry.metadata().namespace();
    objects.workloadEntries(namespace, entry.selector()).stream()
        .filter(WorkloadEntry::healthy)
        .map(one -> Candidate.of(one.workload(), one.origin().at("spec.address")))
        .forEach(candidates::add);
    objects.pods(namespace, entry.selector()).stream()
        .filter(pod -> pod.ready() && !pod.addresses().isEmpty())
        .map(EntryEndpoints::candidate)
        .forEach(candidates::add);
  }

  private static Candidate candidate(Pod pod) {
    return new Candidate(pod.addresses(), Map.of(), EVEN, pod.origin().at("status.podIPs"));
  }

  private Optional<String> place(ServiceEntry entry, Candidate candidate) {
    boolean mayBeName = entry.resolution() != Resolution.STATIC;
    return candidate.places().stream()
        .map(
            place ->
                mayBeName
                    ? addresses.addressOrName(place, candidate.origin())
                    : addressAlone(entry, place, candidate.origin()))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private Optional<String> addressAlone(ServiceEntry entry, String place, Origin origin) {
    if (HostName.dnsName(place).isEmpty()) {
      return addresses.address(place, origin);
    }
    findings.error(
        FindingCode.INVALID_FIELD,
        origin,
        Words.shown(place)
            + " is a name, and ServiceEntry "
            + Words.shown(entry.name())
            + " with resolution STATIC takes IP addresses only: no request is sent there.",
        "Write its IP address, or set the ServiceEntry's resolution to DNS.");
    return Optional.empty();
  }

  private void reportSecond(ServiceEntry entry, Candidate second) {
    findings.error(
        FindingCode.INVALID_FIELD,
        second.origin(),
        "ServiceEntry "
            + Words.shown(entry.name())
            + " has resolution DNS_ROUND_ROBIN, which has one endpoint: no request is sent to this"
            + " one.",
        "Keep one endpoint, or set the resolution to DNS.");
  }

  private void reportNone(ServiceEntry entry, Port port, boolean noCandidate) {
    String why = "none that it has can be used";
    if (noCandidate) {
      why =
          entry.selector().isEmpty()
              ? "it lists none"
              : "no WorkloadEntry or Pod that is ready has the labels it selects";
    } else if (addresses.sawOtherFamily()) {
      why = "the proxies do not reach addresses of that IP family";
    }
    findings.warning(
        FindingCode.NO_ENDPOINTS,
        entry.origin(),
        "Port "
            + port.number()
            + " of ServiceEntry "
            + Words.shown(entry.name())
            + " has no endpoint for requests to go to ("
            + why
            + "): they are answered with 503.",
        "Write endpoints that the proxies can reach, or see whether the workloads that it selects"
            + " run and are ready.");
  }
}
