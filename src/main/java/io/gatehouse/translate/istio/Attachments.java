package io.gatehouse.translate.istio;

import io.gatehouse.finding.FindingCode;
import io.gatehouse.resource.Metadata;
import io.gatehouse.resource.Resource;
import io.gatehouse.resource.istio.Gateway.ServerHost;
import io.gatehouse.resource.istio.VirtualService;
import io.gatehouse.translate.common.Findings;
import io.gatehouse.translate.common.Words;
import java.util.Comparator;
import java.util.function.BiConsumer;

/** The VirtualServices that say where what servers take goes. */
final class Attachments {

  static final Comparator<VirtualService> OLDEST_FIRST =
      Comparator.comparing(Resource::metadata, Metadata.OLDEST_FIRST);

  private final Bindings bindings;
  private final String namespace;
  private final Findings findings;

  /**
   * @param namespace of the proxies: only what is exported to it is bound, as in Istio
   */
  Attachments(Bindings bindings, String namespace, Findings findings) {
    this.bindings = bindings;
    this.namespace = namespace;
    this.findings = findings;
  }

  /**
   * Those that are bound to a host of {@code server}, that it admits, and that have its kind of
   * routes.
   *
   * @param action called with what both have in common
   */
  void forEach(
      PlacedServer server, ServerHost serverHost, BiConsumer<String, VirtualService> action) {
    bindings
        .boundTo(server.gateway())
        .forEachOverlap(
            serverHost.host(),
            (host, virtualService) -> {
              if (!ServerHosts.admits(serverHost, virtualService)
                  || !virtualService.isFor(server.server().routing())) {
                return;
              }
              if (virtualService.visibleIn(namespace)) {
                action.accept(host, virtualService);
              } else {
                reportNotExported(virtualService);
              }
            });
  }

  private void reportNotExported(VirtualService virtualService) {
    findings.error(
        FindingCode.NOT_EXPORTED,
        virtualService.origin().at("spec.exportTo"),
        "The VirtualService is not served: it is bound to a Gateway of proxies in namespace "
            + Words.shown(namespace)
            + ", but not exported to that namespace.",
        "Add " + Words.shown(namespace) + " to exportTo, or leave exportTo out.");
  }
}
