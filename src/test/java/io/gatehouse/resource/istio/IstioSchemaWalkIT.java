package io.gatehouse.resource.istio;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.finding.FindingCode;
import io.gatehouse.resource.Objects;
import io.gatehouse.resource.Parsed;
import io.gatehouse.resource.Resource;
import io.gatehouse.resource.ResourceParser;
import io.gatehouse.testing.Tools;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Sets each field of Istio's schemas, one at a time, in an object that is otherwise fine: either it
 * changes what is read, or a finding names it.
 */
class IstioSchemaWalkIT {

  private static final String OF_CLIENTS = "mode: MUTUAL, credentialName: base";
  private static final String IN_FILES =
      "mode: MUTUAL, serverCertificate: /a, privateKey: /b, caCertificates: /c";

  private static final String GATEWAY =
      """
      apiVersion: networking.istio.io/%s
      kind: Gateway
      metadata: {name: g, namespace: n}
      spec:
        selector: {istio: gw}
        servers:
        - port: {number: 443, name: base, protocol: HTTPS}
          tls: {%s}
          hosts: [base.example.com]
      """;

  /** TLS settings to which a field can be added so that it means something. */
  private static final Map<String, String> TLS =
      Map.of(
          "credentialNames", "mode: SIMPLE, credentialNames: [base]",
          "tlsCertificates",
              "mode: MUTUAL, tlsCertificates:"
                  + " [{serverCertificate: /a, privateKey: /b, caCertificates: /c}]",
          "serverCertificate", IN_FILES,
          "privateKey", IN_FILES,
          "caCertificates", IN_FILES,
          "caCrl", IN_FILES,
          "caCertCredentialName", OF_CLIENTS,
          "subjectAltNames", OF_CLIENTS,
          "verifyCertificateSpki", OF_CLIENTS,
          "verifyCertificateHash", OF_CLIENTS);

  private static final String PLAIN_GATEWAY =
      """
      apiVersion: networking.istio.io/%s
      kind: Gateway
      metadata: {name: g, namespace: n}
      spec:
        servers:
        - port: {number: 80, name: base, protocol: HTTP}
          hosts: [base.example.com]
      """;

  private static final String VIRTUAL_SERVICE =
      """
      apiVersion: networking.istio.io/%s
      kind: VirtualService
      metadata: {name: v, namespace: n}
      spec:
        hosts: [base.example.com]
        gateways: [base]
        http:
        - match: [{uri: {prefix: /base}}]
          %s
      """;

  private static final String CONNECTIONS =
      """
      apiVersion: networking.istio.io/%s
      kind: VirtualService
      metadata: {name: v, namespace: n}
      spec:
        hosts: ["*.example.com"]
        gateways: [base, walk]
        %s:
        - match: [{%s}]
          route: [{destination: {host: base}}]
      """;

  private static final String SERVICE_ENTRY =
      """
      apiVersion: networking.istio.io/%s
      kind: ServiceEntry
      metadata: {name: e, namespace: n}
      spec:
        hosts: [base.example.com]
        resolution: STATIC
        ports: [{number: 80, name: base, protocol: HTTP}]
        endpoints: [{address: 192.0.2.1}]
      """;

  private static final String WORKLOAD_ENTRY =
      """
      apiVersion: networking.istio.io/%s
      kind: WorkloadEntry
      metadata: {name: w, namespace: n}
      spec: {address: 192.0.2.1}
      """;

  private static final String FORWARD = "route: [{destination: {host: base}}]";
  private static final String REDIRECT = "redirect: {authority: base.example.com}";

  /** Values for fields that do not take just any text or number. */
  private static final Map<String, String> VALUES =
      Map.ofEntries(
          Map.entry("spec.servers[0].hosts[0]", "n/walk.example.com"),
          Map.entry("spec.servers[0].bind", "10.1.2.3"),
          Map.entry("spec.servers[0].port.protocol", "HTTP2"),
          Map.entry("spec.servers[0].tls.credentialName", "walk"),
          Map.entry("spec.hosts[0]", "walk.example.com"),
          Map.entry("spec.gateways[0]", "n/walk"),
          Map.entry("spec.http[0].redirect.scheme", "https"),
          Map.entry("spec.tls[0].match[0].sniHosts[0]", "walk.example.com"),
          Map.entry("spec.tls[0].match[0].gateways[0]", "walk"),
          Map.entry("spec.tcp[0].match[0].gateways[0]", "walk"),
          Map.entry("spec.http[0].redirect.redirectCode", "308"),
          Map.entry("spec.servers[0].tls.credentialNames[0]", "walk"),
          Map.entry("spec.servers[0].tls.caCertCredentialName", "walk"),
          Map.entry("spec.servers[0].tls.cipherSuites[0]", "ECDHE-RSA-AES128-GCM-SHA256"),
          Map.entry(
              "spec.servers[0].tls.verifyCertificateSpki[0]",
              "NvqYIYSbgK2vCJpQhObf77vv+bQWtc5ek5RIOwPiC9A="),
          Map.entry(
              "spec.servers[0].tls.verifyCertificateHash[0]",
              "df6ff72fe9116521268f6f2dd4966f51df479883fe7037b39f75916ac3049d1a"));

  /**
   * What a ServiceEntry says to sidecars alone, in Istio too: a gateway knows a host by its routes.
   */
  private static final Set<String> OF_SIDECARS = Set.of("spec.addresses[0]", "spec.location");

  /** What Gatehouse honours, and nothing else: every other field has to be reported. */
  private static final Set<String> HONOURED =
      Set.of(
          "spec.selector.x-walk",
          "spec.servers[0].bind",
          "spec.servers[0].hosts[0]",
          "spec.servers[0].name",
          "spec.servers[0].port.name",
          "spec.servers[0].port.number",
          "spec.servers[0].port.protocol",
          "spec.servers[0].tls.caCertCredentialName",
          "spec.servers[0].tls.caCertificates",
          "spec.servers[0].tls.caCrl",
          "spec.servers[0].tls.cipherSuites[0]",
          "spec.servers[0].tls.credentialName",
          "spec.servers[0].tls.credentialNames[0]",
          "spec.servers[0].tls.maxProtocolVersion",
          "spec.servers[0].tls.minProtocolVersion",
          "spec.servers[0].tls.mode",
          "spec.servers[0].tls.privateKey",
          "spec.servers[0].tls.serverCertificate",
          "spec.servers[0].tls.subjectAltNames[0]",
          "spec.servers[0].tls.tlsCertificates[0].caCertificates",
          "spec.servers[0].tls.tlsCertificates[0].privateKey",
          "spec.servers[0].tls.tlsCertificates[0].serverCertificate",
          "spec.servers[0].tls.verifyCertificateHash[0]",
          "spec.servers[0].tls.verifyCertificateSpki[0]",
          "spec.exportTo[0]",
          "spec.gateways[0]",
          "spec.hosts[0]",
          "spec.http[0].headers.request.add.x-walk",
          "spec.http[0].headers.request.remove[0]",
          "spec.http[0].headers.request.set.x-walk",
          "spec.http[0].headers.response.add.x-walk",
          "spec.http[0].headers.response.remove[0]",
          "spec.http[0].headers.response.set.x-walk",
          "spec.http[0].match[0].authority.exact",
          "spec.http[0].match[0].authority.prefix",
          "spec.http[0].match[0].authority.regex",
          "spec.http[0].match[0].headers.x-walk.exact",
          "spec.http[0].match[0].headers.x-walk.prefix",
          "spec.http[0].match[0].headers.x-walk.regex",
          "spec.http[0].match[0].method.exact",
          "spec.http[0].match[0].method.prefix",
          "spec.http[0].match[0].method.regex",
          "spec.http[0].match[0].name",
          "spec.http[0].match[0].uri.exact",
          "spec.http[0].match[0].uri.prefix",
          "spec.http[0].match[0].uri.regex",
          "spec.http[0].name",
          "spec.http[0].redirect.authority",
          "spec.http[0].redirect.port",
          "spec.http[0].redirect.prefixRewrite",
          "spec.http[0].redirect.redirectCode",
          "spec.http[0].redirect.scheme",
          "spec.http[0].redirect.uri",
          "spec.http[0].route[0].destination.host",
          "spec.http[0].route[0].destination.port.number",
          "spec.http[0].route[0].destination.subset",
          "spec.http[0].route[0].headers.request.add.x-walk",
          "spec.http[0].route[0].headers.request.remove[0]",
          "spec.http[0].route[0].headers.request.set.x-walk",
          "spec.http[0].route[0].headers.response.add.x-walk",
          "spec.http[0].route[0].headers.response.remove[0]",
          "spec.http[0].route[0].headers.response.set.x-walk",
          "spec.http[0].route[0].weight",
          "spec.http[0].timeout",
          "spec.tcp[0].match[0].gateways[0]",
          "spec.tcp[0].match[0].port",
          "spec.tcp[0].match[0].sourceLabels.x-walk",
          "spec.tcp[0].match[0].sourceNamespace",
          "spec.tcp[0].route[0].destination.host",
          "spec.tcp[0].route[0].destination.port.number",
          "spec.tcp[0].route[0].destination.subset",
          "spec.tcp[0].route[0].weight",
          "spec.tls[0].match[0].gateways[0]",
          "spec.tls[0].match[0].port",
          "spec.tls[0].match[0].sniHosts[0]",
          "spec.tls[0].match[0].sourceLabels.x-walk",
          "spec.tls[0].match[0].sourceNamespace",
          "spec.tls[0].route[0].destination.host",
          "spec.tls[0].route[0].destination.port.number",
          "spec.tls[0].route[0].destination.subset",
          "spec.tls[0].route[0].weight");

  private static JsonNode definitions;

  /** A step of a path: a field, or an element of a list. */
  private record Step(String field, boolean element, Set<String> alternatives) {}

  /**
   * A field without fields of its own, and values that its schema allows; the first is protobuf's
   * default.
   */
  private record Leaf(List<Step> steps, String path, List<JsonNode> values, boolean withDefault) {}

  @BeforeAll
  static void readDefinitions() throws Exception {
    Path file = Tools.bring("istio-crds");
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(64 << 20);
    try (var reader = Files.newBufferedReader(file)) {
      Iterable<Object> documents = new Yaml(new SafeConstructor(options)).loadAll(reader);
      definitions =
          JsonMapper.shared()
              .valueToTree(StreamSupport.stream(documents.spliterator(), false).toList());
    }
  }

  @Test
  void no_field_is_dropped_silently() {
    Set<String> honoured = new TreeSet<>();
    int walked = walk("Gateway", honoured) + walk("VirtualService", honoured);

    assertThat(walked).isGreaterThan(400);
    assertThat(honoured).containsExactlyInAnyOrderElementsOf(HONOURED);
  }

  @Test
  void no_field_of_service_entries_is_dropped_silently() {
    Set<String> honoured = new TreeSet<>();
    walk("ServiceEntry", honoured);

    assertThat(honoured)
        .containsExactlyInAnyOrder(
            "spec.endpoints[0].address",
            "spec.endpoints[0].labels.x-walk",
            "spec.endpoints[0].ports.x-walk",
            "spec.endpoints[0].weight",
            "spec.exportTo[0]",
            "spec.hosts[0]",
            "spec.ports[0].name",
            "spec.ports[0].number",
            "spec.ports[0].protocol",
            "spec.ports[0].targetPort",
            "spec.resolution",
            "spec.subjectAltNames[0]",
            "spec.workloadSelector.labels.x-walk");
  }

  @Test
  void no_field_of_workload_entries_is_dropped_silently() {
    Set<String> honoured = new TreeSet<>();
    walk("WorkloadEntry", honoured);

    assertThat(honoured)
        .containsExactlyInAnyOrder(
            "spec.address", "spec.labels.x-walk", "spec.ports.x-walk", "spec.weight");
  }

  private static int walk(String kind, Set<String> honoured) {
    int walked = 0;
    for (JsonNode version : definition(kind).path("spec").path("versions")) {
      JsonNode spec =
          version.path("schema").path("openAPIV3Schema").path("properties").path("spec");
      List<Leaf> leaves = new ArrayList<>();
      leaves(spec, List.of(new Step("spec", false, Set.of())), "spec", leaves);
      leaves.removeIf(leaf -> OF_SIDECARS.contains(leaf.path()));
      for (Leaf leaf : leaves) {
        for (JsonNode value : leaf.values()) {
          walked++;
          if (isHonoured(base(kind, leaf, version.path("name").asString()), leaf, value)) {
            honoured.add(leaf.path());
          }
        }
      }
    }
    return walked;
  }

  /** Whether setting the leaf changes what is read, with nothing to complain of. */
  private static boolean isHonoured(JsonNode base, Leaf leaf, JsonNode value) {
    Parsed before = ResourceParser.parse(base).orElseThrow();
    assertThat(before.findings()).isEmpty();
    JsonNode changed = base.deepCopy();
    set(changed, leaf.steps(), value);
    Parsed after = ResourceParser.parse(changed).orElseThrow();
    if (after.findings().isEmpty()) {
      Resource was = before.resource().orElseThrow();
      boolean isDefault = leaf.withDefault() && value.equals(leaf.values().get(0));
      boolean same = after.resource().orElseThrow().equals(was);
      assertThat(same && !isDefault && !changed.equals(base))
          .as("%s: %s is dropped silently", leaf.path(), value)
          .isFalse();
      return !same;
    }
    assertThat(after.findings())
        .as("%s: %s", leaf.path(), value)
        .anySatisfy(
            finding -> {
              assertThat(finding.code())
                  .isIn(
                      FindingCode.UNSUPPORTED_FIELD,
                      FindingCode.INVALID_FIELD,
                      FindingCode.UNSUPPORTED_PROTOCOL);
              assertThat(finding.origin().field()).satisfies(field -> concerns(field, leaf));
            });
    return false;
  }

  /** What a choice rules out is said of that, beside it. */
  private static void concerns(String field, Leaf leaf) {
    String object = leaf.path().substring(0, leaf.path().lastIndexOf('.'));
    assertThat(leaf.path().startsWith(field) || leaf.withDefault() && field.startsWith(object))
        .as("%s is about %s", field, leaf.path())
        .isTrue();
  }

  private static JsonNode definition(String kind) {
    return StreamSupport.stream(definitions.spliterator(), false)
        .filter(one -> one.path("spec").path("group").asString("").equals("networking.istio.io"))
        .filter(one -> one.path("spec").path("names").path("kind").asString("").equals(kind))
        .findFirst()
        .orElseThrow();
  }

  private static JsonNode base(String kind, Leaf leaf, String version) {
    if (kind.equals("Gateway")) {
      boolean plain = leaf.path().endsWith(".protocol");
      return Objects.json(
          plain ? PLAIN_GATEWAY.formatted(version) : GATEWAY.formatted(version, tls(leaf)));
    }
    if (kind.equals("ServiceEntry")) {
      boolean selects = leaf.path().startsWith("spec.workloadSelector");
      return Objects.json(
          (selects ? SERVICE_ENTRY.replaceAll("  endpoints: .*\n", "") : SERVICE_ENTRY)
              .formatted(version));
    }
    if (kind.equals("WorkloadEntry")) {
      return Objects.json(WORKLOAD_ENTRY.formatted(version));
    }
    if (leaf.path().startsWith("spec.tls")) {
      return Objects.json(CONNECTIONS.formatted(version, "tls", "sniHosts: [base.example.com]"));
    }
    if (leaf.path().startsWith("spec.tcp")) {
      return Objects.json(CONNECTIONS.formatted(version, "tcp", "port: 9"));
    }
    boolean redirect = leaf.path().startsWith("spec.http[0].redirect");
    return Objects.json(VIRTUAL_SERVICE.formatted(version, redirect ? REDIRECT : FORWARD));
  }

  private static String tls(Leaf leaf) {
    return TLS.entrySet().stream()
        .filter(field -> leaf.path().matches(".*\\.tls\\." + field.getKey() + "\\b.*"))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse("mode: SIMPLE, credentialName: base");
  }

  private static void leaves(JsonNode schema, List<Step> steps, String path, List<Leaf> leaves) {
    Set<String> alternatives = alternatives(schema);
    schema
        .path("properties")
        .properties()
        .forEach(
            field -> {
              Step step = new Step(field.getKey(), false, alternatives);
              leaves(field.getValue(), with(steps, step), path + "." + field.getKey(), leaves);
            });
    if (schema.path("additionalProperties").isObject()) {
      Step step = new Step("x-walk", false, Set.of());
      leaves(schema.path("additionalProperties"), with(steps, step), path + ".x-walk", leaves);
    }
    if (schema.has("items")) {
      Step step = new Step("", true, Set.of());
      leaves(schema.path("items"), with(steps, step), path + "[0]", leaves);
    }
    if (!schema.has("properties")
        && !schema.path("additionalProperties").isObject()
        && !schema.has("items")) {
      leaves.add(new Leaf(steps, path, values(path, schema), schema.has("enum")));
    }
  }

  private static List<Step> with(List<Step> steps, Step step) {
    return Stream.concat(steps.stream(), Stream.of(step)).toList();
  }

  /** Fields of which an object may have one only. */
  private static Set<String> alternatives(JsonNode schema) {
    Set<String> fields = new TreeSet<>();
    for (JsonNode alternative : schema.path("oneOf")) {
      alternative.path("required").forEach(field -> fields.add(field.asString()));
    }
    return fields;
  }

  private static List<JsonNode> values(String path, JsonNode schema) {
    JsonNodeFactory json = JsonNodeFactory.instance;
    if (schema.has("enum")) {
      return StreamSupport.stream(schema.path("enum").spliterator(), false).toList();
    }
    boolean duration = schema.path("x-kubernetes-validations").toString().contains("duration(");
    String text = duration ? "7s" : path.endsWith("remove[0]") ? "x-walk" : "/walk";
    if (path.endsWith(".address")) {
      return List.of(json.stringNode("192.0.2.7"));
    }
    if (path.endsWith("ports[0].protocol")) {
      return List.of(json.stringNode("GRPC"));
    }
    return switch (schema.path("type").asString()) {
      case "boolean" -> List.of(json.booleanNode(true));
      case "integer" -> List.of(json.numberNode(Integer.parseInt(VALUES.getOrDefault(path, "7"))));
      case "number" -> List.of(json.numberNode(7.5));
      default -> List.of(json.stringNode(VALUES.getOrDefault(path, text)));
    };
  }

  private static void set(JsonNode root, List<Step> steps, JsonNode value) {
    JsonNode node = root;
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      boolean last = i + 1 == steps.size();
      JsonNode fresh = last ? value : emptyFor(steps.get(i + 1));
      if (step.element()) {
        ArrayNode array = (ArrayNode) node;
        if (last || array.isEmpty()) {
          array.removeAll();
          array.add(fresh);
        }
        node = array.get(0);
      } else {
        ObjectNode object = (ObjectNode) node;
        if (step.alternatives().contains(step.field())) {
          step.alternatives().forEach(object::remove);
        }
        if (last || !object.has(step.field())) {
          object.set(step.field(), fresh);
        }
        node = object.get(step.field());
      }
    }
  }

  private static JsonNode emptyFor(Step next) {
    return next.element()
        ? JsonNodeFactory.instance.arrayNode()
        : JsonNodeFactory.instance.objectNode();
  }
}
