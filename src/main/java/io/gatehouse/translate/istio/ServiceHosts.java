package io.gatehouse.translate.istio;

import io.gatehouse.resource.ObjectName;
import java.util.List;
import java.util.Optional;

/**
 * Which Service a host means: {@code name} in the VirtualService's own namespace, else {@code
 * name.namespace}, {@code name.namespace.svc} or the full name. Istio knows the first and the last;
 * the others are what people write, and mean nothing else.
 */
final class ServiceHosts {

  private static final String SVC = ".svc";

  private final String clusterDomain;

  ServiceHosts(String clusterDomain) {
    this.clusterDomain = clusterDomain;
  }

  /** The Service that {@code host} would be, whether it exists or not; empty where it is none. */
  Optional<ObjectName> service(String host, String namespace) {
    if (host.indexOf('.') < 0) {
      return Optional.of(new ObjectName(namespace, host));
    }
    String[] labels = withoutSuffix(host).split("\\.", -1);
    return labels.length == 2
        ? Optional.of(new ObjectName(labels[1], labels[0]))
        : Optional.empty();
  }

  String fullName(ObjectName service) {
    return IstioNames.serviceHost(service, clusterDomain);
  }

  /** By which names DestinationRules may be for a Service, the full one first. */
  List<String> ruleHosts(ObjectName service) {
    return List.of(fullName(service), service.name() + "." + service.namespace());
  }

  /** A short name completed; any other as it is. */
  String fullName(String host, String namespace) {
    return host.indexOf('.') < 0 ? fullName(new ObjectName(namespace, host)) : host;
  }

  private String withoutSuffix(String host) {
    String full = SVC + "." + clusterDomain;
    if (host.endsWith(full)) {
      return host.substring(0, host.length() - full.length());
    }
    return host.endsWith(SVC) ? host.substring(0, host.length() - SVC.length()) : host;
  }
}
