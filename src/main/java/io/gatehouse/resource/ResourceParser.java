package io.gatehouse.resource;

import io.gatehouse.finding.FindingCode;
import io.gatehouse.resource.core.ConfigMapParser;
import io.gatehouse.resource.core.EndpointSliceParser;
import io.gatehouse.resource.core.PodParser;
import io.gatehouse.resource.core.SecretParser;
import io.gatehouse.resource.core.ServiceParser;
import io.gatehouse.resource.istio.DestinationRuleParser;
import io.gatehouse.resource.istio.GatewayParser;
import io.gatehouse.resource.istio.PolicyParser;
import io.gatehouse.resource.istio.ServiceEntryParser;
import io.gatehouse.resource.istio.VirtualServiceParser;
import io.gatehouse.resource.istio.WorkloadEntryParser;
import io.gatehouse.resource.json.Fields;
import io.gatehouse.resource.json.Part;
import io.gatehouse.resource.json.Value;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Reads one object of any kind from JSON. Never throws for bad input: what cannot be honoured
 * becomes findings in our own words.
 */
public final class ResourceParser {

  private static final String DEFAULT_NAMESPACE = "default";

  /** What can stand in a URL of the Kubernetes API; its names are narrower still. */
  private static final Pattern NAME = Pattern.compile("[!-~&&[^/%]]{1,253}");

  private static final Set<String> ISTIO_VERSIONS = Set.of("v1", "v1beta1", "v1alpha3");

  /** Each kind has some of them, alike in what is read. */
  private static final Set<String> POLICY_VERSIONS =
      Set.of("v1", "v1beta1", "v1alpha3", "v1alpha1");

  private static final Set<String> KUBERNETES_VERSIONS = Set.of("v1");
  private static final Set<String> GATEHOUSE_VERSIONS = Set.of("v1alpha1");

  private ResourceParser() {}

  /**
   * Reads {@code object}, whose kind is told by its {@code apiVersion} and {@code kind}. Without
   * {@code metadata.namespace} it is in {@code default}.
   *
   * @return empty where it is not a kind that Gatehouse reads, or has no name
   */
  public static Optional<Parsed> parse(JsonNode object) {
    Optional<Kind> kind = kindOf(text(object, "apiVersion"), text(object, "kind"));
    return kind.flatMap(known -> nameOf(object).map(name -> new ObjectKey(known, name)))
        .map(key -> read(key, object));
  }

  /** The name of {@code object}; empty where it has none that Kubernetes would take. */
  public static Optional<ObjectName> nameOf(JsonNode object) {
    JsonNode metadata = object.path("metadata");
    JsonNode given = metadata.path("namespace");
    boolean none = given.isMissingNode() || given.isNull() || given.stringValue("-").isEmpty();
    String namespace = none ? DEFAULT_NAMESPACE : text(metadata, "namespace");
    return Optional.of(new ObjectName(namespace, text(metadata, "name")))
        .filter(name -> NAME.matcher(name.namespace()).matches())
        .filter(name -> NAME.matcher(name.name()).matches());
  }

  private static String text(JsonNode object, String field) {
    return object.path(field).stringValue("");
  }

  /** The kind that users write as {@code kind} in a version that Gatehouse reads. */
  public static Optional<Kind> kindOf(String apiVersion, String kind) {
    int slash = apiVersion.indexOf('/');
    String group = apiVersion.substring(0, Math.max(slash, 0));
    String version = apiVersion.substring(slash + 1);
    return Arrays.stream(Kind.values())
        .filter(known -> known.title().equals(kind) && known.group().equals(group))
        .filter(known -> versions(known).contains(version))
        .findFirst();
  }

  private static Set<String> versions(Kind kind) {
    return switch (kind) {
      case GATEWAY, VIRTUAL_SERVICE, DESTINATION_RULE, SERVICE_ENTRY, WORKLOAD_ENTRY ->
          ISTIO_VERSIONS;
      case ENVOY_FILTER,
          SIDECAR,
          TELEMETRY,
          WASM_PLUGIN,
          AUTHORIZATION_POLICY,
          REQUEST_AUTHENTICATION,
          PEER_AUTHENTICATION ->
          POLICY_VERSIONS;
      case SECRET, SERVICE, ENDPOINT_SLICE, POD, CONFIG_MAP -> KUBERNETES_VERSIONS;
      case PROXY -> GATEHOUSE_VERSIONS;
    };
  }

  private static Parsed read(ObjectKey key, JsonNode object) {
    Fields fields = Fields.of(object, key.origin());
    fields.skip("apiVersion", "kind", "metadata", "status");
    Metadata metadata = metadata(key.name(), fields);
    Optional<Resource> resource = resource(key.kind(), metadata, fields);
    Part whole = fields.part();
    return new Parsed(key, resource.filter(read -> whole.intact()), whole.findings());
  }

  private static Optional<Resource> resource(Kind kind, Metadata metadata, Fields object) {
    return switch (kind) {
      case GATEWAY -> GatewayParser.parse(metadata, object);
      case VIRTUAL_SERVICE -> VirtualServiceParser.parse(metadata, object);
      case SECRET -> Optional.of(SecretParser.parse(metadata, object));
      case SERVICE -> ServiceParser.parse(metadata, object);
      case ENDPOINT_SLICE -> EndpointSliceParser.parse(metadata, object);
      case DESTINATION_RULE -> DestinationRuleParser.parse(metadata, object);
      case SERVICE_ENTRY -> ServiceEntryParser.parse(metadata, object);
      case WORKLOAD_ENTRY -> WorkloadEntryParser.parse(metadata, object);
      case POD -> Optional.of(PodParser.parse(metadata, object));
      case CONFIG_MAP -> Optional.of(ConfigMapParser.parse(metadata, object));
      case ENVOY_FILTER,
          SIDECAR,
          TELEMETRY,
          WASM_PLUGIN,
          AUTHORIZATION_POLICY,
          REQUEST_AUTHENTICATION,
          PEER_AUTHENTICATION ->
          Optional.of(PolicyParser.parse(kind, metadata, object));
      case PROXY -> ProxyParser.parse(metadata, object);
    };
  }

  private static Metadata metadata(ObjectName name, Fields object) {
    Fields metadata = object.object("metadata").orElseThrow();
    Instant created =
        metadata.get("creationTimestamp").flatMap(ResourceParser::time).orElse(Instant.EPOCH);
    Part label = object.part().inner("label");
    Map<String, String> labels = new HashMap<>();
    metadata
        .map("labels")
        .forEach((key, value) -> value.in(label).text().ifPresent(text -> labels.put(key, text)));
    return new Metadata(name, created, labels);
  }

  private static Optional<Instant> time(Value value) {
    try {
      return Optional.of(OffsetDateTime.parse(value.node().stringValue("")).toInstant());
    } catch (DateTimeException notRfc3339) {
      value
          .part()
          .warn(
              FindingCode.INVALID_FIELD,
              value.origin(),
              "creationTimestamp is not a time: the object counts as the oldest.",
              "Write a time such as 2026-01-31T12:00:00Z, or remove the field.");
      return Optional.empty();
    }
  }
}
