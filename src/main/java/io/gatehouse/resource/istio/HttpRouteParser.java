package io.gatehouse.resource.istio;

import io.gatehouse.resource.Metadata;
import io.gatehouse.resource.ObjectName;
import io.gatehouse.resource.istio.HttpRoute.RouteAction;
import io.gatehouse.resource.json.Fields;
import io.gatehouse.resource.json.Part;
import io.gatehouse.resource.json.Value;
import io.gatehouse.resource.json.Vocabulary;
import java.util.List;
import java.util.Optional;

/**
 * Reads one entry of {@code spec.http}. Where it is known which requests are meant but not what is
 * to become of them, they are answered with 503: no wider route is to have them.
 */
final class HttpRouteParser {

  private static final Vocabulary ROUTE = Vocabulary.of("a route");

  private final Metadata metadata;
  private final List<ObjectName> gateways;

  /**
   * @param gateways the VirtualService's; empty for one that others delegate to
   */
  HttpRouteParser(Metadata metadata, List<ObjectName> gateways) {
    this.metadata = metadata;
    this.gateways = gateways;
  }

  Optional<HttpRoute> parse(int index, Value value) {
    Part whole = value.part().inner("route");
    Part answered = value.part().inner("route", "its requests are answered with 503");
    List<HttpMatch> matches = value.in(whole).object().map(this::matches).orElse(List.of());
    return Optional.of(value.in(answered))
        .filter(read -> whole.intact())
        .flatMap(Value::object)
        .map(fields -> route(index, fields, matches));
  }

  private List<HttpMatch> matches(Fields route) {
    return RouteMatches.parse(
        route, (i, match) -> HttpMatchParser.parse(i, match, metadata, gateways));
  }

  private HttpRoute route(int index, Fields fields, List<HttpMatch> matches) {
    fields.skip("match");
    String name = fields.text("name").orElse("");
    Optional<RouteAction> action =
        RouteActionParser.parse(fields, metadata, gateways.isEmpty(), matches);
    RouteSettings settings = RouteSettingsParser.parse(fields, action);
    fields.rest(ROUTE);
    return action
        .filter(read -> fields.part().intact())
        .map(read -> new HttpRoute(index, name, matches, read, settings))
        .orElseGet(
            () ->
                new HttpRoute(
                    index,
                    name,
                    matches,
                    RouteAction.DirectResponse.UNAVAILABLE,
                    RouteSettings.NONE));
  }
}
