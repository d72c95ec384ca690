package io.gatehouse.cli;

import io.gatehouse.resource.ProxyGroup;
import io.gatehouse.resource.ProxyGroup.IpFamily;
import io.gatehouse.resource.Resource;
import io.gatehouse.resource.core.Service;
import io.gatehouse.resource.istio.Gateway;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The groups of proxies that manifests are for, where they declare none: those of each Service in
 * front of proxies that a Gateway selects. A Gateway without such a Service is taken to be for
 * proxies in {@value #NAMESPACE} that bind its ports as they are.
 */
final class AssumedProxies {

  static final String NAMESPACE = "istio-system";

  private static final Map<String, String> INGRESS_GATEWAY = Map.of("istio", "ingressgateway");

  private AssumedProxies() {}

  /** At least one group, sorted by its text. */
  static List<ProxyGroup> of(Collection<Resource> objects) {
    List<Service> services =
        objects.stream().filter(Service.class::isInstance).map(Service.class::cast).toList();
    List<ProxyGroup> groups =
        objects.stream()
            .filter(Gateway.class::isInstance)
            .map(gateway -> ((Gateway) gateway).selector())
            .filter(selector -> !selector.isEmpty())
            .distinct()
            .flatMap(selector -> groups(selector, services))
            .distinct()
            .sorted(Comparator.comparing(ProxyGroup::toString))
            .toList();
    return groups.isEmpty() ? List.of(alone(INGRESS_GATEWAY)) : groups;
  }

  private static Stream<ProxyGroup> groups(Map<String, String> selector, List<Service> services) {
    List<ProxyGroup> behind =
        services.stream()
            .filter(service -> service.selector().entrySet().containsAll(selector.entrySet()))
            .map(
                service ->
                    new ProxyGroup(
                        service.metadata().namespace(),
                        new HashMap<>(service.selector()),
                        true,
                        IpFamily.IPV4))
            .toList();
    return behind.isEmpty() ? Stream.of(alone(selector)) : behind.stream();
  }

  private static ProxyGroup alone(Map<String, String> labels) {
    return new ProxyGroup(NAMESPACE, labels, false, IpFamily.IPV4);
  }
}
