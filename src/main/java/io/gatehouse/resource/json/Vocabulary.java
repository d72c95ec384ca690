package io.gatehouse.resource.json;

import io.gatehouse.finding.FindingCode;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * The fields of a type that Gatehouse does not honour, and what goes where one is set.
 *
 * <p>A field that restricts (a condition of a match, a TLS setting) takes its part with it: without
 * it, more would be let through than its author allowed. Without any other, the part is served.
 */
public final class Vocabulary {

  private final String owner;
  private final boolean unknownRestricts;
  private final Map<String, Unsupported> fields;

  /**
   * A field that is not honoured.
   *
   * @param meaning what it does in Istio, as in "which …"
   * @param restricts whether its part cannot be served without it
   * @param evenEmpty whether {@code {}} means something other than absent
   */
  private record Unsupported(String name, String meaning, boolean restricts, boolean evenEmpty) {}

  private Vocabulary(String owner, boolean unknownRestricts, Collection<Unsupported> fields) {
    this.owner = owner;
    this.unknownRestricts = unknownRestricts;
    this.fields = fields.stream().collect(Collectors.toMap(Unsupported::name, Function.identity()));
  }

  /** A type whose unknown fields are left out of what is served. */
  public static Vocabulary of(String owner) {
    return new Vocabulary(owner, false, List.of());
  }

  /** A type whose unknown fields may restrict, so that its part is left out with them. */
  public static Vocabulary strict(String owner) {
    return new Vocabulary(owner, true, List.of());
  }

  /** The part cannot be served without {@code field}. */
  public Vocabulary restricting(String field, String meaning) {
    return with(new Unsupported(field, meaning, true, false));
  }

  /** The part is served without {@code field}. */
  public Vocabulary optional(String field, String meaning) {
    return with(new Unsupported(field, meaning, false, false));
  }

  /** As {@link #optional}, where {@code {}} means something too. */
  public Vocabulary optionalEvenEmpty(String field, String meaning) {
    return with(new Unsupported(field, meaning, false, true));
  }

  private Vocabulary with(Unsupported field) {
    return new Vocabulary(
        owner,
        unknownRestricts,
        Stream.concat(fields.values().stream(), Stream.of(field)).toList());
  }

  void report(String name, Value value, Collection<String> honoured) {
    Unsupported field = fields.get(name);
    if (field != null) {
      reportKnown(field, value);
    } else if (!value.node().isNull()) {
      reportUnknown(name, value, honoured);
    }
  }

  private static void reportKnown(Unsupported field, Value value) {
    if (isDefault(value.node()) && !(field.evenEmpty() && value.node().isObject())) {
      return;
    }
    String problem = field.name() + ", which " + field.meaning() + ", is not supported";
    leaveOut(
        value,
        field.restricts(),
        problem,
        "Remove the field if what remains may be served as it is.");
  }

  private void reportUnknown(String name, Value value, Collection<String> honoured) {
    String remedy =
        similar(name, honoured)
            .map(known -> "Write it as " + known + ".")
            .orElse("Correct the name, or remove the field.");
    String problem = Value.bounded(name) + " is not a field of " + owner;
    leaveOut(value, unknownRestricts, problem, remedy);
  }

  private static void leaveOut(Value value, boolean withPart, String problem, String remedy) {
    Part part = value.part();
    if (withPart) {
      part.fail(FindingCode.UNSUPPORTED_FIELD, value.origin(), problem, remedy);
    } else {
      String sentence = problem + ": the " + part.noun() + " is served without it.";
      part.warn(FindingCode.UNSUPPORTED_FIELD, value.origin(), sentence, remedy);
    }
  }

  /** Whether protobuf's JSON reads {@code node} as if the field were absent. */
  static boolean isDefault(JsonNode node) {
    return node.isNull()
        || (node.isContainer() && node.isEmpty())
        || (node.isString() && node.stringValue().isEmpty())
        || (node.isBoolean() && !node.booleanValue())
        || (node.isNumber() && node.asDouble(1) == 0);
  }

  /** The field that {@code name} probably means: written in another case, or with underscores. */
  private Optional<String> similar(String name, Collection<String> honoured) {
    return Stream.concat(honoured.stream().sorted(), fields.keySet().stream().sorted())
        .filter(known -> letters(known).equals(letters(name)))
        .findFirst();
  }

  private static String letters(String name) {
    return name.replace("_", "").replace("-", "").toLowerCase(Locale.ROOT);
  }
}
