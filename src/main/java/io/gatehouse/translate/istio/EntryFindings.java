package io.gatehouse.translate.istio;

import io.gatehouse.finding.Finding;
import io.gatehouse.finding.FindingCode;
import io.gatehouse.finding.Origin;
import io.gatehouse.resource.core.Service;
import io.gatehouse.resource.istio.ServiceEntry;
import io.gatehouse.translate.common.Findings;
import io.gatehouse.translate.common.Words;
import io.gatehouse.view.ObjectLookup;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Which hosts of a ServiceEntry mean something else: a Service has its name before any ServiceEntry
 * (Istio, "Service Entry", on {@code hosts}), an older ServiceEntry before a younger one.
 */
final class EntryFindings {

  private EntryFindings() {}

  static List<Finding> of(ServiceEntry entry, ObjectLookup objects, ServiceHosts hosts) {
    Findings findings = new Findings();
    Origin origin = entry.origin().at("spec.hosts");
    for (String host : entry.hosts()) {
      Optional<Service> service =
          hosts.service(host, entry.metadata().namespace()).flatMap(objects::service);
      if (service.isPresent()) {
        reportService(service.get(), host, origin, findings);
      } else {
        older(entry, objects.serviceEntries(host))
            .ifPresent(older -> reportOlder(entry, older, host, origin, findings));
      }
    }
    return findings.sorted();
  }

  /** One that stands before {@code entry}: best of the same namespace, since that always does. */
  private static Optional<ServiceEntry> older(ServiceEntry entry, List<ServiceEntry> sameHost) {
    return sameHost.stream()
        .takeWhile(other -> !other.name().equals(entry.name()))
        .filter(other -> sharesPort(entry, other))
        .min(Comparator.comparing(other -> !isOfSameNamespace(entry, other)));
  }

  private static boolean isOfSameNamespace(ServiceEntry entry, ServiceEntry other) {
    return entry.metadata().namespace().equals(other.metadata().namespace());
  }

  private static boolean sharesPort(ServiceEntry entry, ServiceEntry other) {
    return entry.ports().stream()
        .anyMatch(port -> EntryResolver.port(other, port.number()).isPresent());
  }

  private static void reportService(
      Service service, String host, Origin origin, Findings findings) {
    findings.warning(
        FindingCode.HOST_CONFLICT,
        origin,
        "Host "
            + Words.shown(host)
            + " is the name of Service "
            + Words.shown(service.name())
            + ", which destinations mean by it: this ServiceEntry says nothing of where its requests"
            + " go.",
        "Use another host, or remove the Service.");
  }

  private static void reportOlder(
      ServiceEntry entry, ServiceEntry older, String host, Origin origin, Findings findings) {
    findings.warning(
        FindingCode.HOST_CONFLICT,
        origin,
        "Host "
            + Words.shown(host)
            + " is also one of ServiceEntry "
            + Words.shown(older.name())
            + ", which is older and stands before this one"
            + (isOfSameNamespace(entry, older)
                ? ""
                : " except for destinations in namespace "
                    + Words.shown(entry.metadata().namespace()))
            + ", where proxies may see both.",
        "Put all endpoints into one ServiceEntry, or limit who sees it by exportTo.");
  }
}
