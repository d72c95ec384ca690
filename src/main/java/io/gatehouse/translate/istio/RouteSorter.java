package io.gatehouse.translate.istio;

import io.gatehouse.finding.FindingCode;
import io.gatehouse.finding.Origin;
import io.gatehouse.model.Route;
import io.gatehouse.model.Route.Match;
import io.gatehouse.translate.common.Findings;
import io.gatehouse.translate.common.Words;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The order of routes where several VirtualServices meet on one host: the older one's first, but
 * routes that match every request after all others, as Istio does. A route that can never be
 * reached is left out, with a finding.
 */
final class RouteSorter {

  /** A match that every request has. */
  static final Match CATCH_ALL = new Match(new Route.Path.Prefix("/"), List.of());

  private final SortedMap<Shadow, SortedSet<String>> shadows = new TreeMap<>();

  private record Shadow(Origin route, Origin by) implements Comparable<Shadow> {

    private static final Comparator<Shadow> ORDER =
        Comparator.comparing(Shadow::route).thenComparing(Shadow::by);

    @Override
    public int compareTo(Shadow other) {
      return ORDER.compare(this, other);
    }
  }

  static boolean isCatchAll(Route route) {
    return route.match().equals(CATCH_ALL);
  }

  /**
   * One list out of those of each VirtualService on {@code host}.
   *
   * @param routes the oldest VirtualService's first
   */
  List<Route> merge(String host, List<List<Route>> routes) {
    if (routes.size() == 1) {
      return routes.get(0);
    }
    List<Route> all = routes.stream().flatMap(List::stream).toList();
    Stream<Route> ordered =
        Stream.concat(
            all.stream().filter(route -> !isCatchAll(route)),
            all.stream().filter(RouteSorter::isCatchAll));
    Map<Match, Route> first = new HashMap<>();
    List<Route> merged = new ArrayList<>();
    ordered.forEach(
        route -> {
          Route earlier = first.putIfAbsent(route.match(), route);
          if (earlier == null) {
            merged.add(route);
          } else {
            shadows
                .computeIfAbsent(
                    new Shadow(route.origin(), earlier.origin()), shadow -> new TreeSet<>())
                .add(host);
          }
        });
    return merged;
  }

  /** Says which routes were left out, and on which hosts. */
  void report(Findings findings) {
    shadows.forEach(
        (shadow, hosts) ->
            findings.warning(
                FindingCode.ROUTE_SHADOWED,
                shadow.route(),
                "The route is never reached on "
                    + Words.list(hosts)
                    + ": the older "
                    + Words.shown(shadow.by())
                    + " matches the same requests.",
                "Change or remove one of the two, or put them into one VirtualService."));
  }
}
