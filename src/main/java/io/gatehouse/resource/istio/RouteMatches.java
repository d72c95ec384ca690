package io.gatehouse.resource.istio;

import io.gatehouse.finding.FindingCode;
import io.gatehouse.resource.json.Fields;
import io.gatehouse.resource.json.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** Reads {@code match} of a route. */
final class RouteMatches {

  private RouteMatches() {}

  /**
   * The alternatives that can be honoured. Where there are none, the route is left out: it would
   * match everything.
   */
  static <M> List<M> parse(Fields route, BiFunction<Integer, Fields, M> parse) {
    List<Value> values = route.list("match");
    List<M> matches = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      int index = i;
      values
          .get(i)
          .in(route.part().inner("match"))
          .object()
          .flatMap(
              fields -> Optional.of(parse.apply(index, fields)).filter(m -> fields.part().intact()))
          .ifPresent(matches::add);
    }
    if (matches.isEmpty() && !values.isEmpty()) {
      route
          .part()
          .fail(
              FindingCode.INVALID_FIELD,
              route.at("match"),
              "no match of the route can be honoured",
              "Correct at least one of its matches.");
    }
    return matches;
  }
}
