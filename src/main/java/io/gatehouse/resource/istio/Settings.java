package io.gatehouse.resource.istio;

import io.gatehouse.resource.json.Fields;
import io.gatehouse.resource.json.Part;
import io.gatehouse.resource.json.Value;
import io.gatehouse.resource.json.Vocabulary;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Settings below one field, each of which is left out alone where it is wrong. */
final class Settings {

  private static final Duration LEAST = Duration.ofMillis(1);

  private final Fields fields;
  private final Part setting;

  private Settings(Fields fields, Part setting) {
    this.fields = fields;
    this.setting = setting;
  }

  /** Those below field {@code name}; empty where that is absent or no object. */
  static Optional<Settings> below(Fields owner, String name) {
    Part setting = part(owner.part());
    return owner
        .get(name)
        .flatMap(value -> value.in(setting).object())
        .map(fields -> new Settings(fields, setting));
  }

  /** What a setting that is wrong costs: itself. */
  static Part part(Part owner) {
    return owner.inner("rule", "the setting is left out");
  }

  Optional<Settings> object(String name) {
    return below(fields, name);
  }

  Fields fields() {
    return fields;
  }

  private Optional<Value> get(String name) {
    return fields.get(name).map(value -> value.in(setting));
  }

  /** Where zero means that there is no limit. */
  Optional<Integer> limit(String name) {
    return number(name, Integer.MAX_VALUE).filter(number -> number > 0);
  }

  /** From zero. */
  Optional<Integer> number(String name, int max) {
    return get(name).flatMap(value -> value.integer(0, max));
  }

  boolean flag(String name) {
    return get(name).flatMap(Value::flag).orElse(false);
  }

  Optional<String> text(String name) {
    return get(name).flatMap(Value::text).filter(text -> !text.isEmpty());
  }

  Optional<Duration> duration(String name) {
    return get(name).flatMap(value -> duration(value, LEAST));
  }

  Optional<Double> decimal(String name, double min, double max) {
    return get(name).flatMap(value -> decimal(value, min, max));
  }

  /** As {@link #duration(String)}, for a value of any part, of at least {@code least}. */
  static Optional<Duration> duration(Value value, Duration least) {
    Optional<String> text = value.text();
    Optional<Duration> duration =
        text.flatMap(GoDuration::parse).filter(read -> read.compareTo(least) >= 0);
    if (text.isPresent() && duration.isEmpty()) {
      value.invalid(
          "is "
              + Value.shown(text.get())
              + ", which is not a duration"
              + (least.isZero() ? "" : " of at least 1ms"),
          "Write a duration such as 5s, 500ms or 1m30s.");
    }
    return duration;
  }

  static Optional<Double> decimal(Value value, double min, double max) {
    JsonNode node = value.node();
    if (node.isNumber() && node.asDouble() >= min && node.asDouble() <= max) {
      return Optional.of(node.asDouble());
    }
    value.invalid(
        "is not a number from %.0f to %.0f".formatted(min, max), "Write a number, without quotes.");
    return Optional.empty();
  }

  void rest(Vocabulary vocabulary) {
    fields.rest(vocabulary);
  }
}
