package io.gatehouse.resource.istio;

import io.gatehouse.finding.FindingCode;
import io.gatehouse.resource.json.Fields;
import io.gatehouse.resource.json.Part;
import io.gatehouse.resource.json.Value;
import io.gatehouse.resource.json.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@code mirror} and {@code mirrors} of a route. One that is wrong is left out alone. */
final class MirrorsParser {

  private static final Vocabulary MIRROR = Vocabulary.of("an entry of mirrors");

  /** Other ways to write {@code mirrorPercentage}, from Istio's past. */
  private static final List<String> WHOLE_PERCENTS = List.of("mirrorPercent", "mirror_percent");

  private MirrorsParser() {}

  /** Empty where nothing is said of mirroring. */
  static Optional<List<HttpMirror>> parse(Fields route) {
    Part part = route.part().inner("mirror");
    Optional<Value> single = route.get("mirror").map(value -> value.in(part));
    Optional<Integer> percent = percentOfSingle(route, part);
    List<Value> several =
        route.get("mirrors").map(value -> value.in(part).list()).orElse(List.of());
    if (!several.isEmpty()) {
      single.ifPresent(one -> one.invalid("stands beside mirrors", "Move it into mirrors."));
      return Optional.of(entries(several));
    }
    if (single.isEmpty() && percent.isPresent()) {
      part.warn(
          FindingCode.INVALID_FIELD,
          route.at("mirrorPercentage"),
          "mirrorPercentage says nothing without mirror.",
          "Write who gets copies below mirror, or remove it.");
    }
    return single
        .flatMap(Value::object)
        .flatMap(DestinationParser::destination)
        .filter(to -> part.intact())
        .map(to -> some(new HttpMirror("mirror", to, percent.orElse(PercentParser.ALL))));
  }

  private static Optional<Integer> percentOfSingle(Fields route, Part part) {
    Optional<Integer> percent =
        route.get("mirrorPercentage").map(value -> value.in(part)).flatMap(PercentParser::parse);
    for (String name : WHOLE_PERCENTS) {
      Optional<Integer> whole =
          route.get(name).map(value -> value.in(part)).flatMap(PercentParser::whole);
      percent = percent.or(() -> whole);
    }
    return percent;
  }

  private static List<HttpMirror> entries(List<Value> values) {
    List<HttpMirror> mirrors = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      int index = i;
      Value value = values.get(i);
      value
          .in(value.part().inner("mirror"))
          .object()
          .flatMap(fields -> entry(index, fields))
          .ifPresent(mirror -> mirrors.addAll(some(mirror)));
    }
    return mirrors;
  }

  private static Optional<HttpMirror> entry(int index, Fields fields) {
    Optional<Destination> destination =
        fields
            .required("destination", "Write host and port below destination.")
            .flatMap(Value::object)
            .flatMap(DestinationParser::destination);
    int share = fields.get("percentage").flatMap(PercentParser::parse).orElse(PercentParser.ALL);
    fields.rest(MIRROR);
    return destination
        .filter(to -> fields.part().intact())
        .map(to -> new HttpMirror("mirrors[" + index + "].destination", to, share));
  }

  /** One of 0 % is nobody. */
  private static List<HttpMirror> some(HttpMirror mirror) {
    return mirror.perMillion() > 0 ? List.of(mirror) : List.of();
  }
}
