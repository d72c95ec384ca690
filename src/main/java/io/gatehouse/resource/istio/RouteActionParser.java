package io.gatehouse.resource.istio;

import io.gatehouse.finding.FindingCode;
import io.gatehouse.resource.Metadata;
import io.gatehouse.resource.ObjectName;
import io.gatehouse.resource.istio.HttpMatch.StringMatch;
import io.gatehouse.resource.istio.HttpRoute.RouteAction;
import io.gatehouse.resource.istio.HttpRoute.RouteAction.Redirect;
import io.gatehouse.resource.json.Fields;
import io.gatehouse.resource.json.Vocabulary;
import java.util.List;
import java.util.Optional;

/** Reads what a route does with its requests: one of four things. */
final class RouteActionParser {

  private static final List<String> ACTIONS =
      List.of("route", "redirect", "directResponse", "delegate");
  private static final Vocabulary DELEGATE = Vocabulary.of("a delegate");

  private RouteActionParser() {}

  /**
   * Empty where it cannot be honoured, and then the route is not intact.
   *
   * @param inDelegate whether the route's own object is one that others delegate to
   */
  static Optional<RouteAction> parse(
      Fields route, Metadata metadata, boolean inDelegate, List<HttpMatch> matches) {
    List<String> present = ACTIONS.stream().filter(name -> isPresent(route, name)).toList();
    if (present.size() > 1) {
      fail(
          route,
          present.get(1),
          "the route has both " + present.get(0) + " and " + present.get(1),
          "Keep one of them.");
    }
    Optional<RouteAction> action =
        present.stream()
            .findFirst()
            .flatMap(name -> action(name, route, metadata, inDelegate, matches));
    route.skip(ACTIONS.toArray(String[]::new));
    if (action.isEmpty() && route.part().intact()) {
      route
          .part()
          .fail(
              FindingCode.INVALID_FIELD,
              route.self().origin(),
              "the route does not say what becomes of its requests",
              "Write where they go below route, or a redirect, directResponse or delegate.");
    }
    return action;
  }

  private static boolean isPresent(Fields route, String name) {
    return name.equals("route") ? !route.list(name).isEmpty() : route.get(name).isPresent();
  }

  private static Optional<? extends RouteAction> action(
      String name, Fields route, Metadata metadata, boolean inDelegate, List<HttpMatch> matches) {
    if (name.equals("route")) {
      return DestinationParser.parse(route.part(), route.at(name), route.list(name));
    }
    Optional<Fields> fields = route.object(name);
    return switch (name) {
      case "redirect" ->
          fields.flatMap(RedirectParser::parse).map(redirect -> checked(redirect, route, matches));
      case "directResponse" -> fields.flatMap(DirectResponseParser::parse);
      default -> fields.flatMap(found -> delegate(found, metadata, inDelegate));
    };
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

  private static Optional<RouteAction> delegate(
      Fields fields, Metadata metadata, boolean inDelegate) {
    Optional<String> name = fields.requiredText("name", "Set it to the VirtualService's name.");
    String namespace = fields.text("namespace").orElse(metadata.namespace());
    fields.rest(DELEGATE);
    if (inDelegate) {
      fields
          .self()
          .invalid(
              "is one of a VirtualService that others delegate to, and there is one level only",
              "Write here what becomes of the requests.");
    }
    return name.map(to -> new RouteAction.Delegate(new ObjectName(namespace, to)));
  }

  private static void fail(Fields route, String name, String problem, String remedy) {
    route.part().fail(FindingCode.INVALID_FIELD, route.at(name), problem, remedy);
  }
}
