package io.gatehouse.resource.json;

import io.gatehouse.finding.FindingCode;
import io.gatehouse.finding.Origin;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * The fields of one JSON object. It remembers which were asked for, so that {@link #rest} can tell
 * what nobody read. A field that is null is absent, as in Kubernetes.
 */
public final class Fields {

  private final Value object;
  private final Set<String> read = new HashSet<>();

  Fields(Value object) {
    this.object = object;
  }

  /**
   * The fields of a whole object.
   *
   * @param json a JSON object
   */
  public static Fields of(JsonNode json, Origin origin) {
    return new Fields(new Value(json, origin, Part.object()));
  }

  /** The object these are fields of. */
  public Value self() {
    return object;
  }

  public Part part() {
    return object.part();
  }

  /** Where field {@code name} is, or would be. */
  public Origin at(String name) {
    return object.at(name);
  }

  public Optional<Value> get(String name) {
    read.add(name);
    return Optional.ofNullable(object.node().get(name))
        .filter(value -> !value.isNull())
        .map(value -> object.child(name, value));
  }

  /** Text that says something: empty text is as good as none, as in protobuf. */
  public Optional<String> text(String name) {
    return get(name).flatMap(Value::text).filter(text -> !text.isEmpty());
  }

  /** As {@link #text}; leaves the part out where there is none. */
  public Optional<String> requiredText(String name, String remedy) {
    return required(name, remedy)
        .flatMap(Value::text)
        .filter(text -> !text.isEmpty() || missing(name, "is empty", remedy));
  }

  /** Any value; leaves the part out where there is none. */
  public Optional<Value> required(String name, String remedy) {
    Optional<Value> value = get(name);
    if (value.isEmpty()) {
      missing(name, "is missing", remedy);
    }
    return value;
  }

  private boolean missing(String name, String problem, String remedy) {
    part().fail(FindingCode.INVALID_FIELD, at(name), name + " " + problem, remedy);
    return false;
  }

  public Optional<Integer> integer(String name, int min, int max) {
    return get(name).flatMap(value -> value.integer(min, max));
  }

  /** False where it is absent. */
  public boolean flag(String name) {
    return get(name).flatMap(Value::flag).orElse(false);
  }

  public Optional<Fields> object(String name) {
    return get(name).flatMap(Value::object);
  }

  /** Empty where it is absent. */
  public List<Value> list(String name) {
    return get(name).map(Value::list).orElse(List.of());
  }

  /** Empty where it is absent. */
  public Map<String, Value> map(String name) {
    return get(name).map(Value::map).orElse(Map.of());
  }

  /** A map whose every value has to be text; empty where it is absent. */
  public Map<String, String> textMap(String name) {
    Map<String, String> texts = new LinkedHashMap<>();
    map(name).forEach((key, value) -> value.text().ifPresent(text -> texts.put(key, text)));
    return texts;
  }

  /** A list whose every element has to be text that is not empty; empty where it is absent. */
  public List<String> texts(String name) {
    return list(name).stream().flatMap(value -> value.nonEmptyText().stream()).toList();
  }

  /** The object's {@code spec}; without one, the object cannot be read. */
  public Optional<Fields> spec() {
    Optional<Value> spec = get("spec").filter(value -> value.node().isObject());
    if (spec.isEmpty()) {
      part()
          .fail(
              FindingCode.OBJECT_UNREADABLE,
              at("spec"),
              "spec is missing or not an object",
              "Write what the object asks for below spec.");
    }
    return spec.flatMap(Value::object);
  }

  /** Takes note that nobody is to ask for these fields. */
  public void skip(String... names) {
    read.addAll(List.of(names));
  }

  /** Takes note that {@code name}, where it is {@code text}, says nothing: its default. */
  public void ignoreDefault(String name, String text) {
    JsonNode value = object.node().get(name);
    if (value != null && value.isString() && value.stringValue().equals(text)) {
      read.add(name);
    }
  }

  /** Names of fields that are set to something other than their default, and not asked for. */
  public List<String> unread() {
    return object.node().properties().stream()
        .filter(field -> !read.contains(field.getKey()) && !Vocabulary.isDefault(field.getValue()))
        .map(field -> field.getKey())
        .toList();
  }

  /** Reports every field that nobody asked for. */
  public void rest(Vocabulary vocabulary) {
    object
        .map()
        .forEach(
            (name, value) -> {
              if (!read.contains(name)) {
                vocabulary.report(name, value, read);
              }
            });
  }
}
