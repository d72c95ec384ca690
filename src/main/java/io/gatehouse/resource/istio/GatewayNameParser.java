package io.gatehouse.resource.istio;

import io.gatehouse.resource.Metadata;
import io.gatehouse.resource.ObjectName;
import io.gatehouse.resource.json.Part;
import io.gatehouse.resource.json.Value;
import java.util.List;
import java.util.Optional;

/** Reads names of Gateways: short ones are of the namespace of the object that says so. */
final class GatewayNameParser {

  /** Istio's name for the sidecars of a mesh. */
  private static final String MESH = "mesh";

  private GatewayNameParser() {}

  /**
   * The Gateways, each once; {@code mesh} is left out.
   *
   * @param part what is left out where a name cannot be read
   */
  static List<ObjectName> parse(Metadata metadata, List<Value> values, Part part) {
    return values.stream()
        .map(value -> value.in(part))
        .flatMap(
            value -> value.nonEmptyText().flatMap(text -> name(metadata, value, text)).stream())
        .distinct()
        .toList();
  }

  private static Optional<ObjectName> name(Metadata metadata, Value value, String text) {
    if (text.equals(MESH)) {
      return Optional.empty();
    }
    int slash = text.indexOf('/');
    String namespace = slash < 0 ? "." : text.substring(0, slash);
    String name = text.substring(slash + 1);
    if (namespace.isEmpty() || name.isEmpty() || name.contains("/")) {
      value.invalid(
          "is " + Value.shown(text) + ", which is neither a name nor namespace/name",
          "Write the Gateway's name, or its namespace, a slash and its name.");
      return Optional.empty();
    }
    return Optional.of(
        new ObjectName(namespace.equals(".") ? metadata.namespace() : namespace, name));
  }
}
