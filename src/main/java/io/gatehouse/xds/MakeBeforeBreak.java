package io.gatehouse.xds;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;

/**
 * The order of routes and clusters on one stream: a route configuration waits for the clusters that
 * it names, a cluster stays until no route configuration names it. Not thread safe.
 */
final class MakeBeforeBreak {

  private final TypeState clusters;
  private final TypeState routes;
  private final Alarm alarm;
  private final long hold;

  /** When each route configuration that is held back was first held back. */
  private final Map<String, Long> heldSince = new HashMap<>();

  /** Clusters that are served no more and wait for route configurations. */
  private final Set<String> lingering = new HashSet<>();

  /**
   * Clusters that route configurations name, as far as Envoy may be using them; empty: not known.
   */
  private Optional<Set<String>> named = Optional.empty();

  MakeBeforeBreak(TypeState clusters, TypeState routes, Alarm alarm, Duration hold) {
    this.clusters = clusters;
    this.routes = routes;
    this.alarm = alarm;
    this.hold = hold.toNanos();
  }

  /**
   * The clusters that {@code route} newly names and Envoy has in no form. A cluster that another
   * form of the route named already is not waited for: nothing would be gained.
   */
  Set<String> missing(XdsResource route, Snapshot snapshot) {
    if (!clusters.isStarted()) {
      return Set.of();
    }
    Set<String> missing = new LinkedHashSet<>();
    for (String cluster : route.clusters()) {
      if (snapshot.of(XdsType.CLUSTER).containsKey(cluster)
          && clusters.interest().includes(cluster)
          && !clusters.holdings().has(cluster)) {
        missing.add(cluster);
      }
    }
    if (!missing.isEmpty()) {
      routes.holdings().current(route.name()).ifPresent(now -> missing.removeAll(now.clusters()));
    }
    return missing;
  }

  /** Whether a route configuration with {@code missing} clusters has to wait (any longer). */
  boolean holdsBack(XdsResource route, Set<String> missing) {
    if (missing.isEmpty()) {
      return false;
    }
    long since = heldSince.computeIfAbsent(route.name(), name -> alarm.now());
    return alarm.now() - since < hold;
  }

  /** A route configuration is sent, or need not be. */
  void release(String route) {
    heldSince.remove(route);
  }

  /** When route configurations have waited long enough, on the {@link Alarm}. */
  LongStream deadlines() {
    return heldSince.values().stream().mapToLong(since -> since + hold);
  }

  /** Whether {@code cluster} has to stay because a route configuration names it, or may name it. */
  boolean lingers(String cluster) {
    boolean stays =
        clusters.holdings().willHave(cluster)
            && (named().contains(cluster) || unknownRoutesAreFollowed());
    if (stays) {
      lingering.add(cluster);
    }
    return stays;
  }

  /** Route configurations were sent. */
  void routesSent() {
    named = Optional.empty();
  }

  /** Route configurations were acknowledged or dropped: clusters may be able to go. */
  void routesSettled() {
    named = Optional.empty();
    clusters.touch(lingering);
    lingering.clear();
  }

  private Set<String> named() {
    if (named.isEmpty()) {
      Set<String> names = new HashSet<>();
      routes.holdings().inUse().forEach(route -> names.addAll(route.clusters()));
      named = Optional.of(names);
    }
    return named.get();
  }

  private boolean unknownRoutesAreFollowed() {
    return routes.holdings().inherited().stream().anyMatch(routes.interest()::includes);
  }
}
