package io.gatehouse.translate.istio;

import io.gatehouse.finding.Origin;
import io.gatehouse.resource.core.Service;
import io.gatehouse.resource.istio.ServiceEntry;
import java.util.List;

/**
 * What DestinationRules have to know of the object behind a cluster.
 *
 * @param names by which they may be for it, the full one first
 * @param namespace the object's
 * @param subjectAltNames what a certificate has to have one of, where no rule says another; empty
 *     for no such demand
 */
record BackendOwner(
    List<String> names, String namespace, List<String> subjectAltNames, Origin origin) {

  BackendOwner {
    names = List.copyOf(names);
    subjectAltNames = List.copyOf(subjectAltNames);
  }

  static BackendOwner of(Service service, ServiceHosts hosts) {
    return new BackendOwner(
        hosts.ruleHosts(service.name()),
        service.metadata().namespace(),
        List.of(),
        service.origin());
  }

  static BackendOwner of(ServiceEntry entry, String host) {
    return new BackendOwner(
        List.of(host), entry.metadata().namespace(), entry.subjectAltNames(), entry.origin());
  }

  String fullName() {
    return names.get(0);
  }
}
