package io.gatehouse.translate.istio;

import io.gatehouse.finding.FindingCode;
import io.gatehouse.finding.Origin;
import io.gatehouse.model.Route;
import io.gatehouse.resource.ProxyGroup;
import io.gatehouse.resource.istio.HttpMatch;
import io.gatehouse.resource.istio.HttpRoute;
import io.gatehouse.resource.istio.HttpRoute.RouteAction;
import io.gatehouse.resource.istio.MatchScope;
import io.gatehouse.translate.common.Findings;
import io.gatehouse.translate.common.Words;
import io.gatehouse.translate.istio.Shadows.Reach;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The routes of one VirtualService: one for each alternative of a match, in the object's order. One
 * that an earlier route of the same object leaves no request is left out, with a finding; one that
 * is for other proxies without.
 */
final class RouteBuilder {

  private final ProxyGroup group;
  private final ActionBuilder actions;
  private final HeaderChangesBuilder headers;
  private final Findings findings;

  RouteBuilder(
      ProxyGroup group, ActionBuilder actions, HeaderChangesBuilder headers, Findings findings) {
    this.group = group;
    this.actions = actions;
    this.headers = headers;
    this.findings = findings;
  }

  private record Alternative(String name, String statPrefix, Reach reach, Origin origin) {}

  List<ScopedRoute> build(List<EffectiveRoute> effective) {
    List<ScopedRoute> routes = new ArrayList<>();
    Shadows shadows = new Shadows();
    for (EffectiveRoute route : effective) {
      List<Alternative> reachable =
          alternatives(route).stream()
              .filter(alternative -> isReachable(alternative, shadows))
              .toList();
      if (!reachable.isEmpty()) {
        routes.addAll(routes(route, reachable));
      }
    }
    return routes;
  }

  private List<ScopedRoute> routes(EffectiveRoute effective, List<Alternative> reachable) {
    HttpRoute http = effective.http();
    Route.Action action = actions.build(effective);
    Route.HeaderChanges changes =
        headers.build(
            http.settings().headers(),
            http.action() instanceof RouteAction.Forward,
            effective.headers().origin().at("headers"));
    Route.Filters filters = FilterSettingsBuilder.build(http.settings());
    boolean portOfRequest =
        http.action() instanceof RouteAction.Redirect redirect && redirect.portOfRequest();
    return reachable.stream()
        .map(
            alternative ->
                new ScopedRoute(
                    new Route(
                        alternative.name(),
                        alternative.statPrefix(),
                        alternative.reach().match(),
                        action,
                        changes,
                        filters,
                        alternative.origin()),
                    alternative.reach().scope(),
                    alternative.reach().port(),
                    portOfRequest))
        .toList();
  }

  private List<Alternative> alternatives(EffectiveRoute effective) {
    HttpRoute http = effective.http();
    if (http.matches().isEmpty()) {
      Reach any = new Reach(RouteSorter.CATCH_ALL, MatchScope.ANY, Optional.empty());
      return List.of(new Alternative(http.name(), "", any, effective.own().origin()));
    }
    Origin matches = effective.matches().origin().at("match");
    return http.matches().stream()
        .filter(match -> match.scope().includes(group))
        .map(
            match ->
                new Alternative(
                    nameOf(http, match),
                    match.statPrefix(),
                    new Reach(MatchBuilder.build(match), gateways(match), match.port()),
                    matches.at(match.index())))
        .toList();
  }

  /** What is left to tell once it is known that the proxies are meant. */
  private static MatchScope gateways(HttpMatch match) {
    return new MatchScope(match.scope().gateways(), Map.of(), Optional.empty());
  }

  /** {@code <route>.<match>}, Istio's form, as far as they are named. */
  private static String nameOf(HttpRoute http, HttpMatch match) {
    if (http.name().isEmpty() || match.name().isEmpty()) {
      return http.name() + match.name();
    }
    return http.name() + "." + match.name();
  }

  private boolean isReachable(Alternative alternative, Shadows shadows) {
    Optional<Origin> shadow = shadows.covering(alternative.reach(), alternative.origin());
    shadow.ifPresent(
        earlier ->
            findings.warning(
                FindingCode.ROUTE_SHADOWED,
                alternative.origin(),
                "The route is never reached: "
                    + Words.shown(earlier.field())
                    + ", before it, matches all of its requests.",
                "Put the narrower match first, or remove one of the two."));
    return shadow.isEmpty();
  }
}
