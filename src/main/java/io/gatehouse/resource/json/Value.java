package io.gatehouse.resource.json;

import io.gatehouse.finding.FindingCode;
import io.gatehouse.finding.ForeignText;
import io.gatehouse.finding.Origin;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * A value, where it stands, and the part that is left out where it is wrong.
 *
 * <p>The typed readers answer empty where the value has another type, and then have reported that;
 * they tell its type, never the value, since it may be a secret.
 */
public record Value(JsonNode node, Origin origin, Part part) {

  private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final Pattern WHOLE_NUMBER = Pattern.compile("-?[0-9]{1,18}");
  private static final int MAX_SHOWN = 64;

  /** The same value, as a matter of {@code other}. */
  public Value in(Part other) {
    return new Value(node, origin, other);
  }

  public Optional<String> text() {
    if (node.isString()) {
      return Optional.of(node.stringValue());
    }
    boolean unquoted = node.isNumber() || node.isBoolean();
    return wrongType("text", unquoted ? "Put it in quotes." : "Write text here.");
  }

  /** As {@link #text}; empty text is reported too. */
  public Optional<String> nonEmptyText() {
    Optional<String> text = text();
    if (text.filter(String::isEmpty).isPresent()) {
      invalid("is empty", "Write text here, or remove it.");
      return Optional.empty();
    }
    return text;
  }

  /** A whole number from {@code min} to {@code max}; in quotes too, as protobuf's JSON allows. */
  public Optional<Integer> integer(int min, int max) {
    String remedy = "Set it to a whole number from " + min + " to " + max + ".";
    String digits = node.isString() ? node.stringValue() : node.isNumber() ? node.asString() : "";
    if (!WHOLE_NUMBER.matcher(digits).matches()) {
      return wrongType("a whole number", remedy);
    }
    long number = Long.parseLong(digits);
    if (number < min || number > max) {
      invalid("is " + number + ", which is not from " + min + " to " + max, remedy);
      return Optional.empty();
    }
    return Optional.of((int) number);
  }

  /** Any number from {@code min} to {@code max}. */
  public Optional<Double> number(double min, double max) {
    if (!node.isNumber()) {
      return wrongType("a number", "Write a number, without quotes.");
    }
    double number = node.asDouble(Double.NaN);
    if (!(number >= min && number <= max)) {
      invalid(
          "is not from " + label(min) + " to " + label(max),
          "Set it to a number from " + label(min) + " to " + label(max) + ".");
      return Optional.empty();
    }
    return Optional.of(number);
  }

  private static String label(double number) {
    return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
  }

  public Optional<Boolean> flag() {
    return node.isBoolean()
        ? Optional.of(node.booleanValue())
        : wrongType("true or false", "Write true or false, without quotes.");
  }

  public Optional<Fields> object() {
    return node.isObject()
        ? Optional.of(new Fields(this))
        : wrongType("an object", "Write fields below it.");
  }

  /** The elements; none where it is no list. */
  public List<Value> list() {
    List<Value> elements = new ArrayList<>();
    if (!node.isArray()) {
      wrongType("a list", "Write a list here.");
      return elements;
    }
    for (JsonNode element : node) {
      elements.add(new Value(element, origin.at(elements.size()), part));
    }
    return elements;
  }

  /** The entries, by key, in the object's order; none where it is no object. */
  public Map<String, Value> map() {
    Map<String, Value> entries = new LinkedHashMap<>();
    if (!node.isObject()) {
      wrongType("a map", "Write keys and values below it.");
      return entries;
    }
    node.properties()
        .forEach(entry -> entries.put(entry.getKey(), child(entry.getKey(), entry.getValue())));
    return entries;
  }

  Value child(String name, JsonNode child) {
    return new Value(child, at(name), part);
  }

  /** Where field {@code name} of this value is, or would be. */
  Origin at(String name) {
    return origin.at(PLAIN_NAME.matcher(name).matches() ? name : "[\"" + bounded(name) + "\"]");
  }

  /** Leaves the part out: its field {@code <problem>}, for example {@code is empty}. */
  public void invalid(String problem, String remedy) {
    part.fail(FindingCode.INVALID_FIELD, origin, label() + " " + problem, remedy);
  }

  /** As {@link #invalid}, for something that Istio has and Gatehouse has not. */
  public void unsupported(String problem, String remedy) {
    part.fail(FindingCode.UNSUPPORTED_FIELD, origin, label() + " " + problem, remedy);
  }

  private <T> Optional<T> wrongType(String expected, String remedy) {
    invalid("is " + type() + ", where " + expected + " is expected", remedy);
    return Optional.empty();
  }

  private String type() {
    return switch (node.getNodeType()) {
      case STRING -> "text";
      case NUMBER -> "a number";
      case BOOLEAN -> "true or false";
      case ARRAY -> "a list";
      case OBJECT -> "an object";
      default -> "nothing";
    };
  }

  /** The last piece of the field's path, for example {@code hosts[1]} or {@code data["a.b"]}. */
  private String label() {
    String path = origin.field();
    int end = path.endsWith("\"]") ? path.lastIndexOf("[\"") : path.length();
    return path.substring(path.lastIndexOf('.', end) + 1);
  }

  /** {@code text} in quotes, fit to be shown in a sentence. */
  public static String shown(String text) {
    return '"' + bounded(text) + '"';
  }

  static String bounded(String text) {
    return ForeignText.shown(
        text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "…");
  }
}
