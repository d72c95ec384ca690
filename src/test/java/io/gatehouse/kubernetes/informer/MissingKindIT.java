package io.gatehouse.kubernetes.informer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gatehouse.finding.Finding;
import io.gatehouse.finding.FindingCode;
import io.gatehouse.resource.Kind;
import io.gatehouse.resource.ObjectKey;
import io.gatehouse.resource.core.Service;
import io.gatehouse.resource.istio.Gateway;
import io.gatehouse.resource.istio.VirtualService;
import io.gatehouse.testing.KubeApi;
import io.gatehouse.testing.Tools;
import io.gatehouse.view.ObjectEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On an API server of its own: others need the kinds that are missing here. */
class MissingKindIT {

  private static final String SERVICE =
      """
      apiVersion: v1
      kind: Service
      metadata: {name: httpbin, namespace: default}
      spec: {ports: [{name: http, port: 8000}]}
      """;

  /** Istio's own definitions admit the second: their schemas require no spec. */
  private static final String ISTIO_OBJECTS =
      """
      apiVersion: networking.istio.io/v1alpha3
      kind: Gateway
      metadata: {name: mygateway, namespace: default}
      spec:
        selector: {istio: ingressgateway}
        servers:
        - port: {number: 443, name: https, protocol: HTTPS}
          tls: {mode: SIMPLE, credentialName: httpbin-credential}
          hosts: [httpbin.example.com]
      ---
      apiVersion: networking.istio.io/v1
      kind: Gateway
      metadata: {name: empty, namespace: default}
      ---
      apiVersion: networking.istio.io/v1alpha3
      kind: VirtualService
      metadata: {name: httpbin, namespace: default}
      spec:
        hosts: [httpbin.example.com]
        gateways: [mygateway]
        http:
        - match: [{uri: {prefix: /status}}, {uri: {prefix: /delay}}]
          route: [{destination: {host: httpbin, port: {number: 8000}}}]
      """;

  private final RecordingListener heard = new RecordingListener();

  @Test
  void a_kind_that_appears_later_is_read_and_one_that_vanishes_takes_its_objects_along(
      @TempDir Path directory) throws IOException {
    try (KubeApi kube = KubeApi.start(directory);
        KubernetesSource source =
            new KubernetesSource(kube.clients(), WatchedNamespaces.ALL, Clock.systemUTC())) {
      kube.applyYaml(SERVICE);
      source.start(heard);

      heard.awaitSynced();
      heard.awaitObject(Kind.SERVICE, "default", "httpbin", Service.class);
      Finding missing = heard.awaitFinding("Gateway", FindingCode.KIND_MISSING);
      assertThat(missing.sentence()).contains("gateways.networking.istio.io");
      assertThat(missing.remedy()).contains("kubectl create -f k8s/crds");
      heard.awaitFinding("VirtualService", FindingCode.KIND_MISSING);

      kube.apply(Tools.bring("istio-crds"));
      kube.applyYaml(ISTIO_OBJECTS);

      Gateway gateway = heard.awaitObject(Kind.GATEWAY, "default", "mygateway", Gateway.class);
      assertThat(gateway.servers()).hasSize(1);
      VirtualService routes =
          heard.awaitObject(Kind.VIRTUAL_SERVICE, "default", "httpbin", VirtualService.class);
      assertThat(routes.http()).hasSize(1);
      heard.awaitNoFindings();
      assertThat(heard.batches().stream().flatMap(List::stream).toList())
          .filteredOn(ObjectEvent.Unreadable.class::isInstance)
          .extracting(ObjectEvent::key)
          .containsOnly(ObjectKey.of(Kind.GATEWAY, "default", "empty"));

      kube.delete("crd", "gateways.networking.istio.io");

      heard.awaitGone(Kind.GATEWAY, "default", "mygateway");
      heard.awaitFinding("Gateway", FindingCode.KIND_MISSING);
      await().until(() -> heard.findings().get("VirtualService").isEmpty());
    }
  }
}
