package io.gatehouse.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.finding.Finding;
import io.gatehouse.finding.Severity;
import io.gatehouse.resource.core.EndpointSlice;
import io.gatehouse.resource.core.Service;
import io.gatehouse.resource.istio.Gateway;
import io.gatehouse.resource.istio.HttpMatch;
import io.gatehouse.resource.istio.HttpRoute;
import io.gatehouse.resource.istio.VirtualService;
import io.gatehouse.testing.Damage;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Valid objects, damaged at random: nothing throws, and nothing goes without a word. */
class ResourceParserFuzzTest {

  private static final int MUTATIONS = 2_000;

  private static final List<String> OBJECTS =
      List.of(
          """
          apiVersion: networking.istio.io/v1
          kind: Gateway
          metadata: {name: g, namespace: n, labels: {a: b}, creationTimestamp: "2026-01-31T12:00:00Z"}
          spec:
            selector: {istio: gw}
            servers:
            - {name: a, bind: 10.0.0.1, hosts: [a.b, "*/c.d"],
               port: {number: 443, name: https, protocol: HTTPS},
               tls: {mode: MUTUAL, credentialName: c}}
            - {hosts: ["*"], port: {number: 80, name: http, protocol: HTTP}, tls: {httpsRedirect: true}}
          """,
          """
          apiVersion: networking.istio.io/v1beta1
          kind: VirtualService
          metadata: {name: v, namespace: n}
          spec:
            hosts: [a.b, "*.c"]
            gateways: [g, n/h]
            exportTo: ["*"]
            http:
            - name: r
              match:
              - {name: m, uri: {prefix: /a}, method: {exact: GET}, headers: {x-a: {regex: "a+"}, x-b: {}}}
              - {authority: {exact: a.b}, uri: {regex: "/.*"}}
              route:
              - {destination: {host: s, port: {number: 80}}, weight: 90}
              - {destination: {host: t}, weight: 10, headers: {response: {remove: [x-c]}}}
              headers: {request: {set: {x-d: e}, add: {x-f: g}}}
              timeout: 5s
            - {match: [{uri: {prefix: /r}}], redirect: {prefixRewrite: /s, scheme: https, port: 8443, redirectCode: 302}}
          """,
          """
          apiVersion: v1
          kind: Secret
          metadata: {name: s, namespace: n}
          type: Opaque
          data: {tls.crt: Y2VydA==, tls.key: a2V5}
          stringData: {ca.crt: ca}
          """,
          """
          apiVersion: v1
          kind: Service
          metadata: {name: s, namespace: n, annotations: {networking.istio.io/exportTo: "."}}
          spec:
            type: ClusterIP
            clusterIP: None
            selector: {app: s}
            ports: [{name: http, port: 80, targetPort: 8080}, {name: https, port: 443, targetPort: web}]
          """,
          """
          apiVersion: discovery.k8s.io/v1
          kind: EndpointSlice
          metadata: {name: s-1, namespace: n, labels: {kubernetes.io/service-name: s}}
          addressType: IPv4
          endpoints: [{addresses: [10.0.0.1], conditions: {ready: true}}, {addresses: [10.0.0.2]}]
          ports: [{name: http, port: 8080}]
          """,
          """
          apiVersion: gatehouse.io/v1alpha1
          kind: Proxy
          metadata: {name: p, namespace: n}
          spec: {labels: {istio: gw}, unprivileged: false, ipFamily: Dual}
          """);

  @Test
  void nothing_throws_and_nothing_goes_without_a_word(TestReporter reporter) {
    long seed = Long.getLong("gatehouse.fuzz.seed", System.nanoTime());
    reporter.publishEntry("gatehouse.fuzz.seed", Long.toString(seed));
    Random random = new Random(seed);
    for (int i = 0; i < MUTATIONS; i++) {
      ObjectNode object = (ObjectNode) Objects.json(pick(OBJECTS, random));
      Damage.to(object, random);
      String situation = "-Dgatehouse.fuzz.seed=" + seed + ", mutation " + i;
      assertThat(ResourceParser.parse(object))
          .as(situation)
          .satisfies(parsed -> parsed.ifPresent(read -> check(object, read)));
    }
  }

  private static void check(JsonNode object, Parsed parsed) {
    for (Finding finding : parsed.findings()) {
      assertThat(finding.sentence()).endsWith(".").hasSizeLessThan(1_000);
      assertThat(finding.toString()).doesNotContainPattern("[\\p{Cntrl}\\x{202e}]");
      assertThat(finding.origin().object()).isEqualTo(parsed.key().origin());
    }
    if (parsed.resource().isEmpty()) {
      assertThat(parsed.findings()).extracting(Finding::severity).contains(Severity.ERROR);
      return;
    }
    Resource resource = parsed.resource().get();
    JsonNode spec = object.path("spec");
    if (resource instanceof Gateway gateway) {
      said(
          parsed,
          spec,
          "spec",
          "servers",
          gateway.servers().stream().map(Gateway.Server::index).collect(Collectors.toSet()));
    } else if (resource instanceof VirtualService service && !service.gateways().isEmpty()) {
      said(
          parsed,
          spec,
          "spec",
          "http",
          service.http().stream().map(HttpRoute::index).collect(Collectors.toSet()));
      service.http().forEach(route -> checkMatches(parsed, spec, route));
    } else if (resource instanceof Service service) {
      saidIfFewer(parsed, spec.path("ports"), service.ports().size());
    } else if (resource instanceof EndpointSlice slice) {
      saidIfFewer(parsed, object.path("ports"), slice.ports().size());
      saidIfFewer(parsed, object.path("endpoints"), slice.endpoints().size());
    }
  }

  private static void checkMatches(Parsed parsed, JsonNode spec, HttpRoute route) {
    JsonNode json = spec.path("http").path(route.index());
    Set<Integer> kept = route.matches().stream().map(HttpMatch::index).collect(Collectors.toSet());
    assertThat(kept.isEmpty()).isEqualTo(json.path("match").isEmpty());
    said(parsed, json, "spec.http[" + route.index() + "]", "match", kept);
  }

  /** Each element that was not kept is named by an error. */
  private static void said(
      Parsed parsed, JsonNode owner, String path, String list, Set<Integer> kept) {
    for (int i = 0; i < owner.path(list).size(); i++) {
      String element = path + "." + list + "[" + i + "]";
      Optional<Finding> said =
          parsed.findings().stream()
              .filter(finding -> finding.severity() == Severity.ERROR)
              .filter(finding -> finding.origin().field().startsWith(element))
              .findFirst();
      assertThat(kept.contains(i) || said.isPresent()).as(element).isTrue();
    }
  }

  private static void saidIfFewer(Parsed parsed, JsonNode list, int kept) {
    assertThat(kept == list.size() || !list.isArray() || !parsed.findings().isEmpty()).isTrue();
  }

  private static <T> T pick(List<T> choices, Random random) {
    return choices.get(random.nextInt(choices.size()));
  }
}
