package io.gatehouse.translate.istio;

import io.gatehouse.model.Cluster;
import io.gatehouse.model.Cluster.Discovery;
import io.gatehouse.model.Cluster.LookupFamily;
import io.gatehouse.model.EndpointAssignment;
import io.gatehouse.model.EndpointAssignment.Endpoint;
import io.gatehouse.resource.ProxyGroup;
import io.gatehouse.resource.core.Service;
import io.gatehouse.resource.istio.DestinationRule.Subset;
import io.gatehouse.resource.istio.ServiceEntry;
import io.gatehouse.resource.istio.ServiceEntry.Port;
import io.gatehouse.resource.istio.ServiceEntry.Resolution;
import io.gatehouse.translate.common.AddressRules;
import io.gatehouse.translate.common.EndpointBuilder;
import io.gatehouse.translate.common.EndpointChoice;
import io.gatehouse.translate.common.Findings;
import io.gatehouse.view.ObjectLookup;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A backend as a cluster, and where its requests go. Addresses that are known come over EDS; names
 * are in the cluster itself, where Envoy looks them up. A host whose names are all refused has no
 * endpoints, over EDS, so that what was looked up before is forgotten.
 */
final class UpstreamBuilder {

  private final ObjectLookup objects;
  private final ProxyGroup group;
  private final ServiceHosts hosts;
  private final boolean allowLocal;

  /**
   * @param allowLocal whether endpoints may be on the proxies' own machine
   */
  UpstreamBuilder(ObjectLookup objects, ProxyGroup group, ServiceHosts hosts, boolean allowLocal) {
    this.objects = objects;
    this.group = group;
    this.hosts = hosts;
    this.allowLocal = allowLocal;
  }

  /** Empty where the port has gone, or connections cannot be secured as they are to be. */
  Optional<Cluster> cluster(
      String name, Backend backend, ClusterBuilder clusters, Findings findings) {
    if (backend.host() instanceof Backend.Host.OfService) {
      return service(backend)
          .flatMap(service -> cluster(name, backend, service, clusters, findings));
    }
    return entryPort(backend)
        .flatMap(
            of ->
                clusters.build(
                    name,
                    backend,
                    of.owner(),
                    PortProtocol.of(of.port()),
                    discovery(of, backend, findings)));
  }

  /**
   * For a cluster without endpoints in itself: those that come over EDS. Empty where the port or
   * the subset has gone.
   */
  Optional<EndpointAssignment> endpoints(String name, Backend backend, Findings findings) {
    if (backend.host() instanceof Backend.Host.OfService) {
      return service(backend).flatMap(service -> endpoints(name, backend, service, findings));
    }
    return entryPort(backend)
        .map(
            of ->
                new EndpointAssignment(
                    name,
                    of.isKnown() ? endpoints(of, backend, findings) : List.of(),
                    of.entry().origin()));
  }

  private Optional<Service> service(Backend backend) {
    return objects.service(((Backend.Host.OfService) backend.host()).service());
  }

  /** A port of a ServiceEntry. */
  private record EntryPort(ServiceEntry entry, String host, Port port) {

    boolean isKnown() {
      return entry.resolution() == Resolution.STATIC;
    }

    BackendOwner owner() {
      return BackendOwner.of(entry, host);
    }
  }

  private Optional<EntryPort> entryPort(Backend backend) {
    Backend.Host.OfEntry of = (Backend.Host.OfEntry) backend.host();
    return objects
        .serviceEntry(of.entry())
        .filter(entry -> entry.hosts().contains(of.host()))
        .flatMap(
            entry ->
                EntryResolver.port(entry, backend.port())
                    .map(port -> new EntryPort(entry, of.host(), port)));
  }

  private Discovery discovery(EntryPort of, Backend backend, Findings findings) {
    return of.isKnown()
        ? new Discovery.Eds()
        : lookedUp(
            endpoints(of, backend, findings),
            of.entry().resolution() == Resolution.DNS_ROUND_ROBIN);
  }

  private List<Endpoint> endpoints(EntryPort of, Backend backend, Findings findings) {
    Optional<Map<String, String>> labels =
        backend.subset().isEmpty()
            ? Optional.of(Map.of())
            : subset(of.owner(), backend).map(Subset::labels);
    return labels
        .map(
            chosen ->
                new EntryEndpoints(objects, rules(findings), findings)
                    .build(of.entry(), of.host(), of.port(), chosen))
        .orElse(List.of());
  }

  private Optional<Subset> subset(BackendOwner owner, Backend backend) {
    return backend
        .subset()
        .flatMap(
            new DestinationRules(objects, group, new Findings())
                    .of(owner.names(), owner.namespace())
                ::subset);
  }

  private Optional<Cluster> cluster(
      String name, Backend backend, Service service, ClusterBuilder clusters, Findings findings) {
    BackendOwner owner = BackendOwner.of(service, hosts);
    Optional<PortProtocol> spoken =
        DestinationResolver.port(service, backend.port()).map(PortProtocol::of);
    if (service.isExternalName()) {
      return clusters.build(
          name,
          backend,
          owner,
          spoken.orElse(PortProtocol.HTTP1),
          lookedUp(external(service, backend.port(), findings), false));
    }
    return spoken.flatMap(
        protocol -> clusters.build(name, backend, owner, protocol, new Discovery.Eds()));
  }

  private Optional<EndpointAssignment> endpoints(
      String name, Backend backend, Service service, Findings findings) {
    if (service.isExternalName()) {
      return Optional.of(new EndpointAssignment(name, List.of(), service.origin()));
    }
    EndpointBuilder endpoints =
        new EndpointBuilder(objects, group.ipFamily(), allowLocal, findings);
    return DestinationResolver.port(service, backend.port())
        .flatMap(
            port ->
                choice(service, backend)
                    .map(choice -> endpoints.build(name, service, port, choice)));
  }

  /** Empty where there is no such subset. */
  private Optional<EndpointChoice> choice(Service service, Backend backend) {
    return backend.subset().isEmpty()
        ? Optional.of(EndpointChoice.ALL)
        : subset(BackendOwner.of(service, hosts), backend)
            .map(subset -> new SubsetMembers(objects, subset.name(), subset.labels()));
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
    return new AddressRules(group.ipFamily(), allowLocal, findings);
  }

  private Discovery lookedUp(List<Endpoint> endpoints, boolean logical) {
    return endpoints.isEmpty()
        ? new Discovery.Eds()
        : new Discovery.Dns(endpoints, logical, lookupFamily());
  }

  private LookupFamily lookupFamily() {
    return switch (group.ipFamily()) {
      case IPV4 -> LookupFamily.IPV4;
      case IPV6 -> LookupFamily.IPV6;
      case DUAL -> LookupFamily.ALL;
    };
  }
}
