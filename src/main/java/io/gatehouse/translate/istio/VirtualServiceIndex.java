package io.gatehouse.translate.istio;

import io.gatehouse.finding.FindingCode;
import io.gatehouse.resource.ObjectName;
import io.gatehouse.resource.istio.Gateway;
import io.gatehouse.resource.istio.VirtualService;
import io.gatehouse.translate.common.Findings;
import io.gatehouse.translate.common.HostIndex;
import io.gatehouse.translate.common.Words;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds the VirtualServices that are bound to a Gateway and overlap one of its hosts. */
final class VirtualServiceIndex {

  private static final HostIndex<VirtualService> NONE = new HostIndex<>();

  private final Map<ObjectName, HostIndex<VirtualService>> byGateway = new HashMap<>();

  /**
   * @param gateways those that the proxies serve
   * @param namespace of the proxies: only what is exported to it is bound, as in Istio
   */
  VirtualServiceIndex(
      Collection<VirtualService> virtualServices,
      Collection<Gateway> gateways,
      String namespace,
      Findings findings) {
    Set<ObjectName> served = gateways.stream().map(Gateway::name).collect(Collectors.toSet());
    for (VirtualService virtualService : virtualServices) {
      List<ObjectName> bound =
          virtualService.gateways().stream().distinct().filter(served::contains).toList();
      if (bound.isEmpty()) {
        continue;
      }
      if (virtualService.visibleIn(namespace)) {
        bound.forEach(gateway -> add(gateway, virtualService));
      } else {
        reportNotExported(virtualService, namespace, findings);
      }
    }
  }

  /** By host, those bound to {@code gateway}. */
  HostIndex<VirtualService> boundTo(ObjectName gateway) {
    return byGateway.getOrDefault(gateway, NONE);
  }

  private void add(ObjectName gateway, VirtualService virtualService) {
    HostIndex<VirtualService> index = byGateway.computeIfAbsent(gateway, name -> new HostIndex<>());
    virtualService.hosts().forEach(host -> index.add(host, virtualService));
  }

  private static void reportNotExported(
      VirtualService virtualService, String namespace, Findings findings) {
    findings.error(
        FindingCode.NOT_EXPORTED,
        virtualService.origin().at("spec.exportTo"),
        "The VirtualService is not served: it is bound to a Gateway of proxies in namespace "
            + Words.shown(namespace)
            + ", but not exported to that namespace.",
        "Add " + Words.shown(namespace) + " to exportTo, or leave exportTo out.");
  }
}
