package io.gatehouse.resource.istio;

import io.gatehouse.finding.FindingCode;
import io.gatehouse.finding.Origin;
import io.gatehouse.resource.istio.HttpRoute.RouteAction;
import io.gatehouse.resource.istio.HttpRoute.WeightedDestination;
import io.gatehouse.resource.json.Fields;
import io.gatehouse.resource.json.Part;
import io.gatehouse.resource.json.Value;
import io.gatehouse.resource.json.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads the destinations of a route. One that cannot be honoured takes the route with it: its share
 * of the requests must not go to the others.
 */
final class DestinationParser {

  private static final Vocabulary SHARE = Vocabulary.of("an entry of route");
  private static final Vocabulary DESTINATION = Vocabulary.of("a destination");
  private static final Vocabulary PORT = Vocabulary.of("a destination's port");

  /** Envoy adds the weights up in 32 bits. */
  private static final long MAX_TOTAL = 0xFFFF_FFFFL;

  private DestinationParser() {}

  /** Where requests go; empty where any of the destinations cannot be honoured. */
  static Optional<RouteAction> parse(Part route, Origin origin, List<Value> values) {
    return parse(route, origin, values, HeaderOperationsParser::parse)
        .map(RouteAction.Forward::new);
  }

  /** Where connections go, which have no headers; empty where there is nothing, with a finding. */
  static Optional<List<WeightedDestination>> ofConnections(Fields route) {
    return route
        .required("route", "Write where connections go below route.")
        .map(Value::list)
        .filter(values -> !values.isEmpty() || missing(route))
        .flatMap(
            values -> parse(route.part(), route.at("route"), values, s -> HeaderOperations.NONE));
  }

  private static boolean missing(Fields route) {
    route
        .part()
        .fail(
            FindingCode.INVALID_FIELD,
            route.at("route"),
            "route is empty",
            "Write where connections go.");
    return false;
  }

  private static Optional<List<WeightedDestination>> parse(
      Part route, Origin origin, List<Value> values, Function<Fields, HeaderOperations> headers) {
    List<WeightedDestination> destinations = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      int index = i;
      values
          .get(i)
          .object()
          .flatMap(fields -> destination(index, fields, headers))
          .ifPresent(destinations::add);
    }
    if (destinations.size() != values.size()) {
      return Optional.empty();
    }
    long total = destinations.stream().mapToLong(WeightedDestination::weight).sum();
    if (destinations.size() > 1 && (total == 0 || total > MAX_TOTAL)) {
      route.fail(
          FindingCode.INVALID_FIELD,
          origin,
          "the weights of the destinations add up to " + total,
          "Give each destination its share, for example weights that add up to 100.");
    }
    return Optional.of(destinations);
  }

  private static Optional<WeightedDestination> destination(
      int index, Fields share, Function<Fields, HeaderOperations> headersOf) {
    Optional<Destination> destination =
        share
            .required("destination", "Write host and port below destination.")
            .flatMap(Value::object)
            .flatMap(DestinationParser::destination);
    int weight = share.integer("weight", 0, Integer.MAX_VALUE).orElse(0);
    HeaderOperations headers = headersOf.apply(share);
    share.rest(SHARE);
    return destination.map(to -> new WeightedDestination(index, to, weight, headers));
  }

  static Optional<Destination> destination(Fields fields) {
    Optional<String> host = fields.requiredText("host", "Set it to the Service's name.");
    Optional<Integer> port = fields.object("port").flatMap(DestinationParser::port);
    Optional<String> subset = fields.text("subset");
    fields.rest(DESTINATION);
    return host.map(name -> new Destination(name, port, subset));
  }

  private static Optional<Integer> port(Fields fields) {
    Optional<Integer> number = fields.integer("number", 1, 65535);
    fields.rest(PORT);
    return number;
  }
}
