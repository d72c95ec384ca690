package io.gatehouse.resource.istio;

import io.gatehouse.finding.FindingCode;
import io.gatehouse.resource.istio.HttpRoute.RouteAction;
import io.gatehouse.resource.json.Fields;
import io.gatehouse.resource.json.Part;
import io.gatehouse.resource.json.Value;
import java.util.List;
import java.util.Optional;

/** Reads how a route treats its requests. */
final class RouteSettingsParser {

  /** What counts only where requests are sent on. */
  private static final List<String> OF_FORWARDING =
      List.of("rewrite", "timeout", "retries", "mirror", "mirrors");

  private RouteSettingsParser() {}

  static RouteSettings parse(Fields route, Optional<RouteAction> action) {
    RouteSettings settings =
        new RouteSettings(
            HeaderOperationsParser.parse(route),
            route.get("timeout").flatMap(GoDuration::parse),
            route.object("rewrite").flatMap(RewriteParser::parse),
            part(route, "retries", "the route has the default retries")
                .flatMap(fields -> intact(fields, RetriesParser.parse(fields))),
            part(route, "fault", "the fault is left out").flatMap(FaultParser::parse),
            MirrorsParser.parse(route),
            part(route, "corsPolicy", "the corsPolicy is left out")
                .flatMap(fields -> intact(fields, CorsPolicyParser.parse(fields))));
    boolean answersItself =
        action
            .filter(
                read ->
                    read instanceof RouteAction.Redirect
                        || read instanceof RouteAction.DirectResponse)
            .isPresent();
    if (answersItself && route.part().intact()) {
      OF_FORWARDING.forEach(name -> reportIdle(route, name));
    }
    return settings;
  }

  private static <T> Optional<T> intact(Fields fields, T read) {
    return Optional.of(read).filter(any -> fields.part().intact());
  }

  private static Optional<Fields> part(Fields route, String name, String consequence) {
    Part part = route.part().inner(name, consequence);
    return route.get(name).map(value -> value.in(part)).flatMap(Value::object);
  }

  private static void reportIdle(Fields route, String name) {
    if (route.get(name).isPresent()) {
      route
          .part()
          .warn(
              FindingCode.INVALID_FIELD,
              route.at(name),
              name + " counts only where requests are sent on: the route is served without it.",
              "Remove it, or write where requests go below route.");
    }
  }
}
