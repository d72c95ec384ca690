package io.gatehouse.translate.istio;

import io.gatehouse.finding.FindingCode;
import io.gatehouse.finding.Origin;
import io.gatehouse.model.Route;
import io.gatehouse.resource.istio.HttpMatch;
import io.gatehouse.resource.istio.HttpRoute;
import io.gatehouse.resource.istio.HttpRoute.RouteAction;
import io.gatehouse.resource.istio.VirtualService;
import io.gatehouse.translate.common.Findings;
import io.gatehouse.translate.common.Words;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The routes of one VirtualService: one for each alternative of a match, in the object's order. One
 * that an earlier route of the same object leaves no request is left out, with a finding.
 */
final class RouteBuilder {

  private final ActionBuilder actions;
  private final HeaderChangesBuilder headers;
  private final Findings findings;

  RouteBuilder(ActionBuilder actions, HeaderChangesBuilder headers, Findings findings) {
    this.actions = actions;
    this.headers = headers;
    this.findings = findings;
  }

  private record Alternative(String name, Route.Match match, Origin origin) {}

  List<Route> build(VirtualService virtualService) {
    List<Route> routes = new ArrayList<>();
    Map<Route.Match, Origin> earlier = new HashMap<>();
    for (HttpRoute http : virtualService.http()) {
      Origin origin = virtualService.origin(http);
      List<Alternative> reachable =
          alternatives(http, origin).stream()
              .filter(alternative -> isReachable(alternative, earlier))
              .toList();
      if (!reachable.isEmpty()) {
        routes.addAll(routes(virtualService, http, origin, reachable));
      }
    }
    return routes;
  }

  private List<Route> routes(
      VirtualService virtualService, HttpRoute http, Origin origin, List<Alternative> reachable) {
    Route.Action action = actions.build(virtualService, http);
    Route.HeaderChanges changes =
        headers.build(
            http.headers(), http.action() instanceof RouteAction.Forward, origin.at("headers"));
    return reachable.stream()
        .map(
            alternative ->
                new Route(
                    alternative.name(), alternative.match(), action, changes, alternative.origin()))
        .toList();
  }

  private static List<Alternative> alternatives(HttpRoute http, Origin origin) {
    if (http.matches().isEmpty()) {
      return List.of(new Alternative(http.name(), RouteSorter.CATCH_ALL, origin));
    }
    return http.matches().stream()
        .map(
            match ->
                new Alternative(
                    nameOf(http, match),
                    MatchBuilder.build(match),
                    origin.at("match").at(match.index())))
        .toList();
  }

  /** {@code <route>.<match>}, Istio's form, as far as they are named. */
  private static String nameOf(HttpRoute http, HttpMatch match) {
    if (http.name().isEmpty() || match.name().isEmpty()) {
      return http.name() + match.name();
    }
    return http.name() + "." + match.name();
  }

  private boolean isReachable(Alternative alternative, Map<Route.Match, Origin> earlier) {
    Origin shadow = earlier.get(RouteSorter.CATCH_ALL);
    if (shadow == null) {
      shadow = earlier.putIfAbsent(alternative.match(), alternative.origin());
    }
    if (shadow != null) {
      findings.warning(
          FindingCode.ROUTE_SHADOWED,
          alternative.origin(),
          "The route is never reached: "
              + Words.shown(shadow.field())
              + ", before it, matches all of its requests.",
          "Put the narrower match first, or remove one of the two.");
    }
    return shadow == null;
  }
}
