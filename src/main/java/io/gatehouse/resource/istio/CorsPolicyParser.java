package io.gatehouse.resource.istio;

import io.gatehouse.finding.FindingCode;
import io.gatehouse.resource.istio.HttpMatch.StringMatch;
import io.gatehouse.resource.json.Fields;
import io.gatehouse.resource.json.Part;
import io.gatehouse.resource.json.Value;
import io.gatehouse.resource.json.Vocabulary;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads {@code corsPolicy} of a route. What is left out of it lets fewer scripts in. */
final class CorsPolicyParser {

  private static final Vocabulary CORS = Vocabulary.of("a corsPolicy");
  private static final String UNSPECIFIED = "UNSPECIFIED";
  private static final String IGNORE = "IGNORE";
  private static final List<String> PREFLIGHTS = List.of(UNSPECIFIED, "FORWARD", IGNORE);

  private CorsPolicyParser() {}

  static CorsPolicy parse(Fields fields) {
    Part entry = fields.part().inner("entry");
    List<StringMatch> origins =
        fields.list("allowOrigins").stream()
            .map(value -> value.in(fields.part().inner("origin")))
            .flatMap(value -> StringMatchParser.string(value).stream())
            .toList();
    List<StringMatch> exact =
        texts(fields, "allowOrigin", entry).stream()
            .<StringMatch>map(StringMatch.Exact::new)
            .toList();
    if (!exact.isEmpty() && !origins.isEmpty()) {
      fields
          .part()
          .warn(
              FindingCode.INVALID_FIELD,
              fields.at("allowOrigin"),
              "allowOrigin says nothing beside allowOrigins.",
              "Move its origins into allowOrigins.");
    }
    List<String> methods = texts(fields, "allowMethods", entry);
    List<String> headers = texts(fields, "allowHeaders", entry);
    List<String> exposed = texts(fields, "exposeHeaders", entry);
    Optional<Duration> maxAge = fields.get("maxAge").flatMap(GoDuration::parse);
    boolean credentials = fields.flag("allowCredentials");
    boolean forwards =
        !fields
            .get("unmatchedPreflights")
            .flatMap(CorsPolicyParser::preflights)
            .orElse(UNSPECIFIED)
            .equals(IGNORE);
    fields.rest(CORS);
    return new CorsPolicy(
        origins.isEmpty() ? exact : origins,
        methods,
        headers,
        exposed,
        maxAge.map(age -> Duration.ofSeconds(age.getSeconds())),
        credentials,
        forwards);
  }

  /** Texts for a header's value. */
  private static List<String> texts(Fields fields, String name, Part entry) {
    return fields.list(name).stream()
        .map(value -> value.in(entry))
        .flatMap(value -> clean(value).stream())
        .toList();
  }

  private static Optional<String> clean(Value value) {
    Optional<String> text = value.nonEmptyText();
    if (text.filter(given -> !HeaderOperationsParser.isValue(given)).isPresent()) {
      value.invalid("has control characters", "Remove them.");
      return Optional.empty();
    }
    return text;
  }

  private static Optional<String> preflights(Value value) {
    Optional<String> text = value.text().filter(given -> !given.isEmpty());
    if (text.filter(given -> !PREFLIGHTS.contains(given)).isPresent()) {
      value.invalid("is " + Value.shown(text.get()), "Set it to FORWARD or IGNORE.");
    }
    return text;
  }
}
