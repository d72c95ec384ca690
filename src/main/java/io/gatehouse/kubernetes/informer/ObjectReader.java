package io.gatehouse.kubernetes.informer;

import io.gatehouse.finding.Finding;
import io.gatehouse.finding.FindingCode;
import io.gatehouse.resource.ObjectKey;
import io.gatehouse.resource.Parsed;
import io.gatehouse.resource.ResourceParser;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads objects of one kind and version; one that cannot be read costs only itself. */
final class ObjectReader {

  private final ApiResource resource;
  private final Function<JsonNode, Optional<Parsed>> parse;

  ObjectReader(ApiResource resource, Function<JsonNode, Optional<Parsed>> parse) {
    this.resource = resource;
    this.parse = parse;
  }

  /**
   * @return empty where it has no name, as only something else than an object has
   */
  Optional<Parsed> read(JsonNode json, String version) {
    if (!(json instanceof ObjectNode object)) {
      return Optional.empty();
    }
    // The items of a list of Kubernetes' own kinds lack them.
    object.put("apiVersion", resource.apiVersion(version));
    object.put("kind", resource.kind().title());
    try {
      return parse.apply(object);
    } catch (RuntimeException | StackOverflowError e) {
      return key(object).map(this::unreadable);
    }
  }

  /** Empty where {@link #read} is. */
  Optional<ObjectKey> key(JsonNode object) {
    return ResourceParser.nameOf(object).map(name -> new ObjectKey(resource.kind(), name));
  }

  private Parsed unreadable(ObjectKey key) {
    String kind = key.kind().title();
    Finding finding =
        Finding.error(
            FindingCode.OBJECT_UNREADABLE,
            key.origin(),
            "This " + kind + " cannot be read; its last good version, if any, is served.",
            "Compare it with the documentation of " + kind + ", and report what it holds.");
    return new Parsed(key, Optional.empty(), List.of(finding));
  }
}
