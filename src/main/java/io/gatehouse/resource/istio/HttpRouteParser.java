package io.gatehouse.resource.istio;

import io.gatehouse.finding.FindingCode;
import io.gatehouse.resource.istio.HttpMatch.StringMatch;
import io.gatehouse.resource.istio.HttpRoute.RouteAction;
import io.gatehouse.resource.istio.HttpRoute.RouteAction.Redirect;
import io.gatehouse.resource.json.Fields;
import io.gatehouse.resource.json.Value;
import io.gatehouse.resource.json.Vocabulary;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads one entry of {@code spec.http}. */
final class HttpRouteParser {

  private static final Vocabulary ROUTE =
      Vocabulary.of("a route")
          .restricting("rewrite", "changes path or host")
          .restricting("delegate", "leaves the routing to another VirtualService")
          .restricting("directResponse", "answers in place of a backend")
          .optional("fault", "delays or aborts requests on purpose")
          .optional("mirror", "sends copies of requests elsewhere")
          .optional("mirrors", "sends copies of requests elsewhere")
          .optional("mirrorPercent", "is the share of requests to mirror")
          .optional("mirror_percent", "is the share of requests to mirror")
          .optional("mirrorPercentage", "is the share of requests to mirror")
          .optional("corsPolicy", "lets other origins' scripts in")
          .optionalEvenEmpty("retries", "replaces the default retries");

  private HttpRouteParser() {}

  static Optional<HttpRoute> parse(int index, Fields fields) {
    String name = fields.text("name").orElse("");
    List<HttpMatch> matches = matches(fields);
    Optional<RouteAction> action = action(fields, matches);
    HeaderOperations headers = HeaderOperationsParser.parse(fields);
    Optional<Duration> timeout = fields.get("timeout").flatMap(HttpRouteParser::timeout);
    fields.rest(ROUTE);
    if (action.isEmpty() && fields.part().intact()) {
      fields
          .part()
          .fail(
              FindingCode.INVALID_FIELD,
              fields.self().origin(),
              "the route says neither route nor redirect",
              "Write where requests go below route, or a redirect.");
    }
    return action
        .filter(read -> fields.part().intact())
        .map(read -> new HttpRoute(index, name, matches, read, headers, timeout));
  }

  /** A route all of whose alternatives are left out goes too, or it would match every request. */
  private static List<HttpMatch> matches(Fields route) {
    List<Value> values = route.list("match");
    List<HttpMatch> matches = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      int index = i;
      values
          .get(i)
          .in(route.part().inner("match"))
          .object()
          .flatMap(fields -> HttpMatchParser.parse(index, fields))
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

  private static Optional<RouteAction> action(Fields route, List<HttpMatch> matches) {
    Optional<RouteAction> redirect =
        route
            .object("redirect")
            .flatMap(RedirectParser::parse)
            .map(read -> checked(read, route, matches));
    List<Value> destinations = route.list("route");
    if (destinations.isEmpty()) {
      return redirect;
    }
    if (route.get("redirect").isPresent()) {
      route
          .part()
          .fail(
              FindingCode.INVALID_FIELD,
              route.at("redirect"),
              "the route both forwards and redirects",
              "Keep either route or redirect.");
    }
    return DestinationParser.parse(route.part(), route.at("route"), destinations);
  }

  private static RouteAction checked(Redirect redirect, Fields route, List<HttpMatch> matches) {
    boolean byPrefix =
        matches.stream()
            .allMatch(match -> match.uri().map(StringMatch.Prefix.class::isInstance).orElse(true));
    if (redirect.prefixRewrite() && !byPrefix) {
      route
          .part()
          .fail(
              FindingCode.INVALID_FIELD,
              route.at("redirect").at("prefixRewrite"),
              "prefixRewrite replaces a prefix, and a match of the route is by none",
              "Match by uri.prefix, or use uri in place of prefixRewrite.");
    }
    return redirect;
  }

  /** Empty for zero, by which Istio means none. */
  private static Optional<Duration> timeout(Value value) {
    Optional<String> text = value.text().filter(given -> !given.isEmpty());
    Optional<Duration> timeout = text.flatMap(GoDuration::parse);
    if (text.isPresent() && timeout.isEmpty()) {
      value.invalid(
          "is " + Value.shown(text.get()) + ", which is not a duration",
          "Write a duration such as 5s, 500ms or 1m30s.");
    }
    return timeout.filter(duration -> !duration.isZero());
  }
}
