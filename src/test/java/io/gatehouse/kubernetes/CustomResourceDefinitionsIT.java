package io.gatehouse.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.testing.KubeApi;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code k8s/crds} makes of a real API server. */
class CustomResourceDefinitionsIT {

  private static final KubeApi KUBE = KubeApi.shared();

  private static final String GATEWAY =
      """
      apiVersion: networking.istio.io/%s
      kind: Gateway
      metadata: {name: defined, namespace: default}
      spec:
        selector: {istio: ingressgateway}
        servers:
        - port: {number: 443, name: https, protocol: HTTPS}
          tls: {mode: SIMPLE, credentialName: httpbin-credential, laterField: {a: 1}}
          hosts: [httpbin.example.com]
      """;

  private static final String VIRTUAL_SERVICE =
      """
      apiVersion: networking.istio.io/%s
      kind: VirtualService
      metadata: {name: defined, namespace: default}
      spec:
        hosts: ["httpbin.example.com"]
        gateways: [mygateway]
        http:
        - match:
          - uri: {prefix: /status}
          - uri: {prefix: /delay}
          laterField: {a: 1}
          route:
          - destination: {host: httpbin, port: {number: 8000}}
      """;

  private static final String DESTINATION_RULE =
      """
      apiVersion: networking.istio.io/%s
      kind: DestinationRule
      metadata: {name: defined, namespace: default}
      spec:
        host: httpbin
        trafficPolicy:
          connectionPool: {tcp: {connectTimeout: 2s, laterField: {a: 1}}}
          portLevelSettings:
          - port: {number: 8000}
            loadBalancer: {simple: ROUND_ROBIN}
        subsets:
        - name: v1
          labels: {version: v1}
      """;

  private static final String SERVICE_ENTRY =
      """
      apiVersion: networking.istio.io/%s
      kind: ServiceEntry
      metadata: {name: defined, namespace: default}
      spec:
        hosts: [api.example.com]
        ports: [{number: 443, name: https, protocol: HTTPS, laterField: {a: 1}}]
        location: MESH_EXTERNAL
        resolution: STATIC
        endpoints: [{address: 192.0.2.1, ports: {https: 8443}}]
      """;

  private static final String WORKLOAD_ENTRY =
      """
      apiVersion: networking.istio.io/%s
      kind: WorkloadEntry
      metadata: {name: defined, namespace: default}
      spec: {address: 192.0.2.1, labels: {app: api}, weight: 2, laterField: {a: 1}}
      """;

  @BeforeAll
  static void defineKinds() {
    KUBE.apply(Path.of("k8s", "crds"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"v1", "v1beta1", "v1alpha3"})
  void objects_of_every_version_are_taken_and_no_field_is_lost(String version) {
    KUBE.applyYaml(GATEWAY.formatted(version));
    KUBE.applyYaml(VIRTUAL_SERVICE.formatted(version));

    assertThat(KUBE.kubectl("", "get", "gw", "defined", "-o", "jsonpath={.spec}"))
        .contains("\"laterField\":{\"a\":1}", "\"credentialName\":\"httpbin-credential\"");
    assertThat(KUBE.kubectl("", "get", "vs", "defined", "-o", "jsonpath={.spec}"))
        .contains("\"laterField\":{\"a\":1}", "\"prefix\":\"/delay\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"v1", "v1beta1", "v1alpha3"})
  void so_are_those_about_what_is_behind_a_route(String version) {
    KUBE.applyYaml(DESTINATION_RULE.formatted(version));
    KUBE.applyYaml(SERVICE_ENTRY.formatted(version));
    KUBE.applyYaml(WORKLOAD_ENTRY.formatted(version));

    assertThat(KUBE.kubectl("", "get", "dr", "defined", "-o", "jsonpath={.spec}"))
        .contains("\"laterField\":{\"a\":1}", "\"simple\":\"ROUND_ROBIN\"");
    assertThat(KUBE.kubectl("", "get", "se", "defined", "-o", "jsonpath={.spec}"))
        .contains("\"laterField\":{\"a\":1}", "\"ports\":{\"https\":8443}");
    assertThat(KUBE.kubectl("", "get", "we", "defined", "-o", "jsonpath={.spec}"))
        .contains("\"laterField\":{\"a\":1}", "\"address\":\"192.0.2.1\"");
  }

  @Test
  void a_port_that_is_text_is_refused_with_its_path() {
    String wrong = GATEWAY.formatted("v1").replace("number: 443", "number: \"443\"");

    assertThatThrownBy(() -> KUBE.kubectl(wrong, "create", "-f", "-"))
        .hasMessageContaining("spec.servers[0].port.number")
        .hasMessageContaining("must be of type integer");
  }

  @Test
  void a_mode_that_does_not_exist_is_refused_with_those_that_do() {
    String wrong = GATEWAY.formatted("v1").replace("SIMPLE", "SIMPEL");

    assertThatThrownBy(() -> KUBE.kubectl(wrong, "create", "-f", "-"))
        .hasMessageContaining("spec.servers[0].tls.mode")
        .hasMessageContaining("\"SIMPLE\"");
  }

  @Test
  void a_destination_without_a_host_and_a_timeout_without_a_unit_are_refused() {
    String wrong =
        VIRTUAL_SERVICE
            .formatted("v1")
            .replace("host: httpbin, ", "")
            .replace("laterField: {a: 1}", "timeout: \"5\"");

    assertThatThrownBy(() -> KUBE.kubectl(wrong, "create", "-f", "-"))
        .hasMessageContaining("spec.http[0].route[0].destination.host: Required value")
        .hasMessageContaining("spec.http[0].timeout");
  }

  @Test
  void a_rule_without_a_host_and_with_a_mode_that_does_not_exist_is_refused() {
    String wrong =
        DESTINATION_RULE
            .formatted("v1")
            .replace("  host: httpbin\n", "")
            .replace("loadBalancer: {simple: ROUND_ROBIN}", "tls: {mode: SIMPEL}");

    assertThatThrownBy(() -> KUBE.kubectl(wrong, "create", "-f", "-"))
        .hasMessageContaining("spec.host: Required value")
        .hasMessageContaining("spec.trafficPolicy.portLevelSettings[0].tls.mode");
  }

  @Test
  void a_service_entry_without_hosts_and_a_resolution_that_does_not_exist_are_refused() {
    String wrong =
        SERVICE_ENTRY
            .formatted("v1")
            .replace("  hosts: [api.example.com]\n", "")
            .replace("STATIC", "STATICAL");

    assertThatThrownBy(() -> KUBE.kubectl(wrong, "create", "-f", "-"))
        .hasMessageContaining("spec.hosts: Required value")
        .hasMessageContaining("spec.resolution");
  }

  @Test
  void a_workload_with_a_weight_that_is_text_is_refused() {
    String wrong = WORKLOAD_ENTRY.formatted("v1").replace("weight: 2", "weight: \"2\"");

    assertThatThrownBy(() -> KUBE.kubectl(wrong, "create", "-f", "-"))
        .hasMessageContaining("spec.weight")
        .hasMessageContaining("must be of type integer");
  }

  @Test
  void what_users_list_shows_hosts_and_gateways() {
    KUBE.applyYaml(GATEWAY.formatted("v1"));
    KUBE.applyYaml(VIRTUAL_SERVICE.formatted("v1"));

    assertThat(KUBE.kubectl("", "get", "gw", "defined")).contains("httpbin.example.com");
    assertThat(KUBE.kubectl("", "get", "vs", "defined"))
        .contains("mygateway", "httpbin.example.com");
  }

  @Test
  void what_users_list_shows_the_services_that_rules_and_entries_are_about() {
    KUBE.applyYaml(DESTINATION_RULE.formatted("v1"));
    KUBE.applyYaml(SERVICE_ENTRY.formatted("v1"));
    KUBE.applyYaml(WORKLOAD_ENTRY.formatted("v1"));

    assertThat(KUBE.kubectl("", "get", "dr", "defined")).contains("httpbin");
    assertThat(KUBE.kubectl("", "get", "se", "defined")).contains("api.example.com", "STATIC");
    assertThat(KUBE.kubectl("", "get", "we", "defined")).contains("192.0.2.1");
  }

  @Test
  void fields_are_explained() {
    assertThat(KUBE.kubectl("", "explain", "gateway.spec.servers.tls.credentialName"))
        .contains("Secret in the namespace of the proxies");
    assertThat(
            KUBE.kubectl(
                "",
                "explain",
                "virtualservice.spec.http.match.uri",
                "--api-version=networking.istio.io/v1alpha3"))
        .contains("RE2");
    assertThat(KUBE.kubectl("", "explain", "destinationrule.spec.subsets.labels"))
        .contains("pods or workloads");
  }

  @Test
  void definitions_that_exist_are_left_as_they_are() {
    KUBE.kubectl("", "annotate", "--overwrite", "crd", "gateways.networking.istio.io", "of=istio");

    assertThatThrownBy(() -> KUBE.kubectl("", "create", "-f", "k8s/crds"))
        .hasMessageContaining("already exists");

    String owner = "jsonpath={.metadata.annotations.of}";
    assertThat(KUBE.kubectl("", "get", "crd", "gateways.networking.istio.io", "-o", owner))
        .isEqualTo("istio");
  }

  @Test
  void kustomize_builds_them() {
    assertThat(KUBE.kubectl("", "kustomize", "k8s/crds"))
        .contains(
            "name: gateways.networking.istio.io",
            "name: virtualservices.networking.istio.io",
            "name: destinationrules.networking.istio.io",
            "name: serviceentries.networking.istio.io",
            "name: workloadentries.networking.istio.io")
        .doesNotContain("&", "<<");
  }
}
