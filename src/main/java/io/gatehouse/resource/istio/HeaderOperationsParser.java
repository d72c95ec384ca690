package io.gatehouse.resource.istio;

import io.gatehouse.finding.FindingCode;
import io.gatehouse.resource.istio.HeaderOperations.Operations;
import io.gatehouse.resource.json.Fields;
import io.gatehouse.resource.json.Part;
import io.gatehouse.resource.json.Value;
import io.gatehouse.resource.json.Vocabulary;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Reads {@code headers} of a route or destination. Envoy refuses a whole route configuration for
 * one bad name or value, so that each is judged here, and left out alone.
 */
final class HeaderOperationsParser {

  private static final Vocabulary HEADERS = Vocabulary.of("headers");
  private static final Vocabulary OPERATIONS = Vocabulary.of("header operations");

  /** RFC 9110, section 5.6.2: a token. */
  private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,16384}");

  /** RFC 9110, section 5.5: no control characters but the tab; Envoy's limit of length. */
  private static final Pattern VALUE = Pattern.compile("[^\\x00-\\x08\\x0A-\\x1F\\x7F]{0,16384}");

  /** The host is changed by Envoy's own means, and only on a request. */
  private static final Set<String> HOST = Set.of("host", ":authority");

  private HeaderOperationsParser() {}

  /** Whether {@code text} can be a header's name. */
  static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  /** Whether {@code text} can be a header's value. */
  static boolean isValue(String text) {
    return VALUE.matcher(text).matches();
  }

  /** Text of a field that becomes a header's value; Envoy refuses a route with another. */
  static Optional<String> text(Fields fields, String name) {
    Optional<String> text = fields.text(name);
    if (text.filter(given -> !isValue(given)).isPresent()) {
      fields
          .part()
          .fail(
              FindingCode.INVALID_FIELD,
              fields.at(name),
              name + " has control characters",
              "Remove them.");
    }
    return text;
  }

  /** What {@code headers} of a route or a destination says. */
  static HeaderOperations parse(Fields owner) {
    Optional<Fields> headers = owner.object("headers");
    HeaderOperations operations =
        headers
            .map(
                fields ->
                    new HeaderOperations(
                        operations(fields, "request", name -> isField(name) || HOST.contains(name)),
                        operations(fields, "response", HeaderOperationsParser::isField)))
            .orElse(HeaderOperations.NONE);
    headers.ifPresent(fields -> fields.rest(HEADERS));
    return operations;
  }

  private static Operations operations(Fields headers, String message, Predicate<String> mayBeSet) {
    Optional<Fields> fields = headers.object(message);
    Operations operations =
        fields
            .map(
                all ->
                    new Operations(
                        values(all, "set", mayBeSet),
                        values(all, "add", HeaderOperationsParser::isField),
                        all.list("remove").stream()
                            .map(value -> value.in(all.part().inner("header")))
                            .flatMap(value -> removed(value).stream())
                            .distinct()
                            .toList()))
            .orElse(Operations.NONE);
    fields.ifPresent(all -> all.rest(OPERATIONS));
    return operations;
  }

  /** A header that Envoy lets be changed like any other. */
  private static boolean isField(String name) {
    return isName(name) && !HOST.contains(name);
  }

  private static SortedMap<String, String> values(
      Fields operations, String field, Predicate<String> allowed) {
    Part header = operations.part().inner("header");
    SortedMap<String, String> values = new TreeMap<>();
    operations
        .map(field)
        .forEach(
            (key, value) -> {
              String name = key.toLowerCase(Locale.ROOT);
              if (!allowed.test(name)) {
                notAllowed(value.in(header));
              } else if (values.containsKey(name)) {
                value.in(header).invalid("is there twice, in another case", "Keep one of them.");
              } else {
                content(value.in(header)).ifPresent(text -> values.put(name, text));
              }
            });
    return values;
  }

  /** Never shown: it may be a password. */
  private static Optional<String> content(Value value) {
    Optional<String> text = value.text();
    if (text.filter(given -> !isValue(given)).isPresent()) {
      value.invalid(
          "has control characters, or more than 16384 characters", "Write it in one short line.");
      return Optional.empty();
    }
    return text;
  }

  private static Optional<String> removed(Value value) {
    Optional<String> name = value.text().map(text -> text.toLowerCase(Locale.ROOT));
    if (name.filter(given -> !isField(given)).isPresent()) {
      notAllowed(value);
      return Optional.empty();
    }
    return name;
  }

  private static void notAllowed(Value header) {
    header.invalid(
        "is not a header that can be changed here",
        "Write a header's name; the host can be changed by headers.request.set.Host alone.");
  }
}
