package io.gatehouse.translate.istio;

import io.gatehouse.model.Cluster;
import io.gatehouse.model.Cluster.Discovery;
import io.gatehouse.model.Cluster.LookupFamily;
import io.gatehouse.model.EndpointAssignment;
import io.gatehouse.model.EndpointAssignment.Endpoint;
import io.gatehouse.resource.ProxyGroup.IpFamily;
import io.gatehouse.resource.core.Service;
import io.gatehouse.resource.core.Service.ServicePort;
import io.gatehouse.resource.istio.ServiceEntry;
import io.gatehouse.resource.istio.ServiceEntry.Port;
import io.gatehouse.resource.istio.ServiceEntry.Resolution;
import io.gatehouse.translate.common.AddressRules;
import io.gatehouse.translate.common.EndpointBuilder;
import io.gatehouse.translate.common.Findings;
import io.gatehouse.view.ObjectLookup;
import java.util.List;
import java.util.Optional;

/**
 * A backend as a cluster, and where its requests go. Addresses that are known come over EDS; names
 * are in the cluster itself, where Envoy looks them up. A host whose names are all refused has no
 * endpoints, over EDS, so that what was looked up before is forgotten.
 */
final class UpstreamBuilder {

  private final ObjectLookup objects;
  private final IpFamily family;
  private final boolean allowLocal;

  /**
   * @param family what the proxies can reach
   * @param allowLocal whether endpoints may be on the proxies' own machine
   */
  UpstreamBuilder(ObjectLookup objects, IpFamily family, boolean allowLocal) {
    this.objects = objects;
    this.family = family;
    this.allowLocal = allowLocal;
  }

  /** Empty where the port has gone. */
  Optional<Cluster> cluster(String name, Backend backend, Findings findings) {
    return backend.host() instanceof Backend.Host.OfEntry of
        ? entry(of, backend.port(), (entry, port) -> cluster(name, of, entry, port, findings))
        : service(backend).flatMap(service -> cluster(name, service, backend.port(), findings));
  }

  /** Empty where the port has gone, or the endpoints are in the cluster. */
  Optional<EndpointAssignment> endpoints(String name, Backend backend, Findings findings) {
    return backend.host() instanceof Backend.Host.OfEntry of
        ? entry(of, backend.port(), (entry, port) -> endpoints(name, of, entry, port, findings))
            .flatMap(found -> found)
        : service(backend).flatMap(service -> endpoints(name, service, backend.port(), findings));
  }

  private Optional<Service> service(Backend backend) {
    return objects.service(((Backend.Host.OfService) backend.host()).service());
  }

  private interface OfPort<T> {
    T of(ServiceEntry entry, Port port);
  }

  private <T> Optional<T> entry(Backend.Host.OfEntry of, int number, OfPort<T> make) {
    return objects
        .serviceEntry(of.entry())
        .filter(entry -> entry.hosts().contains(of.host()))
        .flatMap(
            entry -> EntryResolver.port(entry, number).map((Port port) -> make.of(entry, port)));
  }

  private Cluster cluster(
      String name, Backend.Host.OfEntry of, ServiceEntry entry, Port port, Findings findings) {
    Discovery discovery =
        entry.resolution() == Resolution.STATIC
            ? new Discovery.Eds()
            : lookedUp(
                entryEndpoints(findings).build(entry, of.host(), port),
                entry.resolution() == Resolution.DNS_ROUND_ROBIN);
    return new Cluster(name, PortProtocol.of(port).upstream(), discovery, entry.origin());
  }

  private Optional<EndpointAssignment> endpoints(
      String name, Backend.Host.OfEntry of, ServiceEntry entry, Port port, Findings findings) {
    boolean known = entry.resolution() == Resolution.STATIC;
    List<Endpoint> endpoints =
        entryEndpoints(known ? findings : new Findings()).build(entry, of.host(), port);
    return known || endpoints.isEmpty()
        ? Optional.of(new EndpointAssignment(name, endpoints, entry.origin()))
        : Optional.empty();
  }

  private EntryEndpoints entryEndpoints(Findings findings) {
    return new EntryEndpoints(objects, rules(findings), findings);
  }

  private Optional<Cluster> cluster(String name, Service service, int number, Findings findings) {
    Optional<ServicePort> port = DestinationResolver.port(service, number);
    if (service.isExternalName()) {
      return Optional.of(
          new Cluster(
              name,
              port.map(PortProtocol::of).orElse(PortProtocol.HTTP1).upstream(),
              lookedUp(external(service, number, findings), false),
              service.origin()));
    }
    return port.map(
        found -> new Cluster(name, PortProtocol.of(found).upstream(), service.origin()));
  }

  private Optional<EndpointAssignment> endpoints(
      String name, Service service, int number, Findings findings) {
    if (service.isExternalName()) {
      return external(service, number, new Findings()).isEmpty()
          ? Optional.of(new EndpointAssignment(name, List.of(), service.origin()))
          : Optional.empty();
    }
    EndpointBuilder endpoints = new EndpointBuilder(objects, family, allowLocal, findings);
    return DestinationResolver.port(service, number)
        .map(port -> endpoints.build(name, service, port));
  }

  private List<Endpoint> external(Service service, int port, Findings findings) {
    return service
        .externalName()
        .flatMap(
            target ->
                rules(findings).addressOrName(target, service.origin().at("spec.externalName")))
        .map(place -> List.of(new Endpoint(place, port, false)))
        .orElse(List.of());
  }

  private AddressRules rules(Findings findings) {
    return new AddressRules(family, allowLocal, findings);
  }

  private Discovery lookedUp(List<Endpoint> endpoints, boolean logical) {
    return endpoints.isEmpty()
        ? new Discovery.Eds()
        : new Discovery.Dns(endpoints, logical, lookupFamily());
  }

  private LookupFamily lookupFamily() {
    return switch (family) {
      case IPV4 -> LookupFamily.IPV4;
      case IPV6 -> LookupFamily.IPV6;
      case DUAL -> LookupFamily.ALL;
    };
  }
}
