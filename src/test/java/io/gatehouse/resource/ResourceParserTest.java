package io.gatehouse.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.resource.ProxyGroup.IpFamily;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResourceParserTest {

  @Test
  void reads_metadata() {
    Parsed parsed =
        Objects.parse(
            """
            apiVersion: gatehouse.io/v1alpha1
            kind: Proxy
            metadata:
              name: p
              namespace: edge
              creationTimestamp: "2026-01-31T12:00:00+01:00"
              labels: {a: b}
              managedFields: [{}]
            spec: {}
            status: {anything: 1}
            """);

    assertThat(parsed.key()).isEqualTo(ObjectKey.of(Kind.PROXY, "edge", "p"));
    assertThat(parsed.resource().orElseThrow().metadata())
        .isEqualTo(
            new Metadata(
                new ObjectName("edge", "p"),
                Instant.parse("2026-01-31T11:00:00Z"),
                Map.of("a", "b")));
    assertThat(parsed.findings()).isEmpty();
  }

  @Test
  void reads_proxies() {
    Proxy proxy =
        Objects.clean(
            Proxy.class, proxy("spec: {labels: {istio: gw}, unprivileged: false, ipFamily: Dual}"));
    Proxy bare = Objects.clean(Proxy.class, proxy("spec: {}"));

    assertThat(proxy.group())
        .isEqualTo(new ProxyGroup("default", Map.of("istio", "gw"), false, IpFamily.DUAL));
    assertThat(bare.group()).isEqualTo(new ProxyGroup("default", Map.of(), true, IpFamily.IPV4));
  }

  @Test
  void keeps_the_last_good_version_of_a_proxy_that_is_wrong() {
    Parsed parsed = Objects.parse(proxy("spec: {ipFamily: IPv5, port: 1}, extra: 1"));

    assertThat(parsed.resource()).isEmpty();
    assertThat(Objects.said(parsed))
        .containsExactly(
            "ERROR invalid-field spec.ipFamily: ipFamily is \"IPv5\": the object is not read, and"
                + " its last good version, if any, stays in service.",
            "WARNING unsupported-field spec.port: port is not a field of a Proxy's spec: the object"
                + " is served without it.",
            "WARNING unsupported-field extra: extra is not a field of a Proxy: the object is served"
                + " without it.");
  }

  @Test
  void leaves_out_labels_and_times_that_are_wrong() {
    Parsed parsed =
        Objects.parse(
            "{apiVersion: v1, kind: Secret,"
                + " metadata: {name: s, labels: {a: 1, b: c}, creationTimestamp: '5'}}");

    assertThat(parsed.resource().orElseThrow().metadata())
        .isEqualTo(new Metadata(new ObjectName("default", "s"), Instant.EPOCH, Map.of("b", "c")));
    assertThat(Objects.said(parsed))
        .containsExactly(
            "WARNING invalid-field metadata.creationTimestamp: creationTimestamp is not a time:"
                + " the object counts as the oldest.",
            "ERROR invalid-field metadata.labels.a: a is a number, where text is expected:"
                + " the label is left out.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "5",
        "[]",
        "{}",
        "{apiVersion: v1, kind: Secret}",
        "{apiVersion: v1, kind: Secret, metadata: {}}",
        "{apiVersion: v1, kind: Secret, metadata: 5}",
        "{apiVersion: v1, kind: Secret, metadata: {name: 5}}",
        "{apiVersion: v1, kind: Secret, metadata: {name: a, namespace: 5}}",
        "{apiVersion: v1, kind: Secret, metadata: {name: a/b}}",
        "{apiVersion: v1, kind: Secret, metadata: {name: a, namespace: a b}}",
        "{apiVersion: v2, kind: Secret, metadata: {name: a}}",
        "{apiVersion: v1, kind: Gateway, metadata: {name: a}}",
        "{apiVersion: gateway.networking.k8s.io/v1, kind: Gateway, metadata: {name: a}}",
        "{apiVersion: networking.istio.io/v1alpha1, kind: Gateway, metadata: {name: a}}",
        "{apiVersion: /v1, kind: Secret2, metadata: {name: a}}",
        "{apiVersion: 1, kind: Secret, metadata: {name: a}}",
        "{apiVersion: apps/v1, kind: Deployment, metadata: {name: a}}",
      })
  void reads_no_other_kind_and_nothing_without_a_name(String object) {
    assertThat(ResourceParser.parse(Objects.json(object))).isEmpty();
  }

  private static String proxy(String fields) {
    return "{apiVersion: gatehouse.io/v1alpha1, kind: Proxy, metadata: {name: p}, " + fields + "}";
  }
}
