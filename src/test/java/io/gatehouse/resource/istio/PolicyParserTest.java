package io.gatehouse.resource.istio;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.resource.Objects;
import io.gatehouse.resource.Parsed;
import io.gatehouse.resource.istio.Policy.Effect;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyParserTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "security.istio.io/v1 | AuthorizationPolicy | {} | GUARDS",
        "security.istio.io/v1beta1 | AuthorizationPolicy | {action: DENY} | GUARDS",
        "security.istio.io/v1 | AuthorizationPolicy | {action: AUDIT} | OBSERVES",
        "security.istio.io/v1 | RequestAuthentication | {jwtRules: []} | GUARDS",
        "security.istio.io/v1 | PeerAuthentication | {} | NOTHING",
        "extensions.istio.io/v1alpha1 | WasmPlugin | {phase: AUTHZ} | GUARDS",
        "extensions.istio.io/v1alpha1 | WasmPlugin | {url: x} | ALTERS",
        "networking.istio.io/v1alpha3 | EnvoyFilter | {configPatches: [{applyTo: CLUSTER}]} | ALTERS",
        "networking.istio.io/v1alpha3 | EnvoyFilter | {configPatches: [{match: {context: GATEWAY}}]} | ALTERS",
        "networking.istio.io/v1alpha3 | EnvoyFilter | {configPatches: [{match: {context: SIDECAR_INBOUND}}]} | NOTHING",
        "telemetry.istio.io/v1 | Telemetry | {tracing: []} | OBSERVES",
        "networking.istio.io/v1 | Sidecar | {egress: []} | NOTHING",
        "networking.istio.io/v1 | Sidecar | {workloadSelector: {labels: {a: b}}} | MISPLACED",
      })
  void tells_what_a_policy_does_to_a_gateway(
      String apiVersion, String kind, String spec, Effect effect) {
    assertThat(Objects.clean(Policy.class, object(apiVersion, kind, spec)).effect())
        .isEqualTo(effect);
  }

  @Test
  void reads_whom_it_is_for() {
    Policy byLabels =
        Objects.clean(
            Policy.class,
            object(
                "security.istio.io/v1",
                "AuthorizationPolicy",
                "{selector: {matchLabels: {istio: ingressgateway}}}"));
    Policy byName =
        Objects.clean(
            Policy.class,
            object(
                "security.istio.io/v1",
                "AuthorizationPolicy",
                "{targetRefs: [{kind: Gateway, name: a}, {kind: Service, name: b}]}"));

    assertThat(byLabels.selector()).isEqualTo(Map.of("istio", "ingressgateway"));
    assertThat(byLabels.gatewayRefs()).isEmpty();
    assertThat(byName.gatewayRefs()).contains(Set.of("a"));
  }

  @Test
  void a_policy_without_a_spec_is_for_all_of_its_namespace() {
    Policy policy =
        Objects.clean(
            Policy.class,
            "{apiVersion: security.istio.io/v1, kind: AuthorizationPolicy, metadata: {name: it}}");

    assertThat(policy.selector()).isEmpty();
    assertThat(policy.effect()).isEqualTo(Effect.GUARDS);
  }

  @Test
  void says_that_the_proxies_do_not_speak_the_mutual_tls_of_a_mesh() {
    Parsed parsed =
        Objects.parse(
            object("security.istio.io/v1", "PeerAuthentication", "{mtls: {mode: STRICT}}"));

    assertThat(Objects.said(parsed))
        .singleElement()
        .asString()
        .startsWith("WARNING unsupported-field spec.mtls.mode: ");
  }

  private static String object(String apiVersion, String kind, String spec) {
    return "{apiVersion: %s, kind: %s, metadata: {name: it}, spec: %s}"
        .formatted(apiVersion, kind, spec);
  }
}
