package io.gatehouse.fields;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A field of Istio's schemas that has no fields of its own.
 *
 * @param path for example {@code spec.servers[].hosts[]}; {@code <key>} stands for a map's keys
 * @param values that its schema allows
 * @param defaults whether the first value is protobuf's default
 */
record SchemaField(String path, List<Step> steps, List<JsonNode> values, boolean defaults) {

  private static final String KEY = "x-walk";

  /**
   * A step of the path.
   *
   * @param field empty for an element of a list
   * @param alternatives fields of which an object may have one only
   */
  record Step(String field, Set<String> alternatives) {

    boolean isElement() {
      return field.isEmpty();
    }
  }

  /** Those below {@code spec}. */
  static List<SchemaField> of(JsonNode specSchema) {
    List<SchemaField> fields = new ArrayList<>();
    add(specSchema, List.of(new Step("spec", Set.of())), "spec", fields);
    return fields;
  }

  private static void add(
      JsonNode schema, List<Step> steps, String path, List<SchemaField> fields) {
    Set<String> alternatives = alternatives(schema);
    schema
        .path("properties")
        .properties()
        .forEach(
            field ->
                add(
                    field.getValue(),
                    with(steps, new Step(field.getKey(), alternatives)),
                    path + "." + field.getKey(),
                    fields));
    JsonNode values = schema.path("additionalProperties");
    if (values.isObject()) {
      add(values, with(steps, new Step(KEY, Set.of())), path + ".<key>", fields);
    }
    if (schema.has("items")) {
      add(schema.path("items"), with(steps, new Step("", Set.of())), path + "[]", fields);
    }
    if (!schema.has("properties") && !values.isObject() && !schema.has("items")) {
      fields.add(new SchemaField(path, steps, values(path, schema), schema.has("enum")));
    }
  }

  /** A traffic policy is the same thing wherever it stands; the table tells of it once. */
  String told() {
    return told(path);
  }

  private static String told(String path) {
    return path.replace("spec.subsets[].trafficPolicy.", "spec.trafficPolicy.")
        .replaceFirst(
            "^spec\\.trafficPolicy\\.portLevelSettings\\[\\]\\.(?!port\\.)", "spec.trafficPolicy.");
  }

  private static List<Step> with(List<Step> steps, Step step) {
    return Stream.concat(steps.stream(), Stream.of(step)).toList();
  }

  private static Set<String> alternatives(JsonNode schema) {
    Set<String> fields = new TreeSet<>();
    for (JsonNode alternative : schema.path("oneOf")) {
      alternative.path("required").forEach(field -> fields.add(field.asString()));
      for (JsonNode inner : alternative.path("anyOf")) {
        inner.path("required").forEach(field -> fields.add(field.asString()));
      }
    }
    return fields;
  }

  private static List<JsonNode> values(String path, JsonNode schema) {
    if (schema.has("enum")) {
      return StreamSupport.stream(schema.path("enum").spliterator(), false).toList();
    }
    JsonNodeFactory json = JsonNodeFactory.instance;
    boolean duration = schema.path("x-kubernetes-validations").toString().contains("duration(");
    String text = ValidObjects.VALUES.getOrDefault(told(path), duration ? "7s" : "/walk");
    return switch (schema.path("type").asString()) {
      case "boolean" -> List.of(json.booleanNode(true), json.booleanNode(false));
      case "integer" ->
          List.of(
              json.numberNode(Integer.parseInt(ValidObjects.VALUES.getOrDefault(told(path), "7"))));
      case "number" -> List.of(json.numberNode(7.5));
      default -> List.of(json.stringNode(text));
    };
  }

  /** {@code object} with this field set to {@code value}. */
  JsonNode set(JsonNode object, JsonNode value) {
    JsonNode changed = object.deepCopy();
    JsonNode node = changed;
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      boolean last = i + 1 == steps.size();
      JsonNode fresh = last ? value : emptyFor(steps.get(i + 1));
      if (step.isElement()) {
        ArrayNode array = (ArrayNode) node;
        if (last || array.isEmpty()) {
          array.removeAll();
          array.add(fresh);
        }
        node = array.get(0);
      } else {
        ObjectNode fields = (ObjectNode) node;
        if (step.alternatives().contains(step.field())) {
          step.alternatives().stream()
              .filter(other -> !other.equals(step.field()))
              .forEach(fields::remove);
        }
        if (last || !fields.has(step.field())) {
          fields.set(step.field(), fresh);
        }
        node = fields.get(step.field());
      }
    }
    return changed;
  }

  private static JsonNode emptyFor(Step next) {
    return next.isElement()
        ? JsonNodeFactory.instance.arrayNode()
        : JsonNodeFactory.instance.objectNode();
  }

  /** Whether a finding at {@code origin} is about this field or what it is part of. */
  boolean isAt(String origin) {
    String here = path.replace("[]", "[0]").replace("<key>", KEY);
    return here.startsWith(origin);
  }

  /**
   * Whether a finding at {@code origin} is about a field of the same object: they may not agree.
   */
  boolean isBeside(String origin) {
    String here = path.replace("[]", "[0]").replace("<key>", KEY);
    return origin.startsWith(here.substring(0, here.lastIndexOf('.') + 1));
  }
}
