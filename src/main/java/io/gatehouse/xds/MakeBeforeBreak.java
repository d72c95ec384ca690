package io.gatehouse.xds;

import com.google.common.collect.MultimapBuilder;
import com.google.common.collect.SetMultimap;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;

/**
 * The order of routes and clusters on one stream: a route configuration waits for the clusters that
 * it names, a cluster stays until no route configuration names it. What waits is looked at again
 * only when something happened that it waits for. Not thread safe.
 */
final class MakeBeforeBreak {

  private final TypeState clusters;
  private final TypeState routes;
  private final Alarm alarm;
  private final long hold;

  /** When each route configuration that is held back was first held back, oldest first. */
  private final Map<String, Long> heldSince = new LinkedHashMap<>();

  /** Route configurations by the clusters that they wait for; some may wait no more. */
  private final SetMultimap<String, String> waiting =
      MultimapBuilder.hashKeys().hashSetValues().build();

  /** Clusters that are served no more and wait for route configurations. */
  private final Set<String> lingering = new HashSet<>();

  /**
   * New clusters whose endpoints have not been acknowledged since, with the nonce they were sent
   * under: Envoy acknowledges such a cluster, but answers 503 until it has them.
   */
  private final Map<String, Long> warming = new HashMap<>();

  /** Whether clusters linger because Envoy follows routes whose clusters are not known. */
  private boolean unknownFollowed;

  MakeBeforeBreak(TypeState clusters, TypeState routes, Alarm alarm, Duration hold) {
    this.clusters = clusters;
    this.routes = routes;
    this.alarm = alarm;
    this.hold = hold.toNanos();
  }

  /**
   * The clusters that {@code route} newly names and Envoy can use in no form. A cluster that
   * another form of the route named already is not waited for: nothing would be gained.
   */
  Set<String> missing(XdsResource route, Snapshot snapshot) {
    if (!clusters.isStarted()) {
      return Set.of();
    }
    Set<String> missing = Set.of();
    for (String cluster : route.clusters()) {
      if (isLacking(cluster, snapshot)) {
        missing = missing.isEmpty() ? new LinkedHashSet<>() : missing;
        missing.add(cluster);
      }
    }
    if (!missing.isEmpty()) {
      routes
          .holdings()
          .current(route.name())
          .map(XdsResource::clusters)
          .ifPresent(missing::removeAll);
    }
    return missing;
  }

  private boolean isLacking(String cluster, Snapshot snapshot) {
    return snapshot.of(XdsType.CLUSTER).containsKey(cluster)
        && clusters.interest().includes(cluster)
        && (!clusters.holdings().has(cluster)
            || warming.containsKey(cluster) && snapshot.of(XdsType.ENDPOINT).containsKey(cluster));
  }

  /** Clusters are about to be sent. */
  void clustersSent(Delivery delivery) {
    delivery.resources().keySet().stream()
        .filter(cluster -> !clusters.holdings().has(cluster))
        .forEach(cluster -> warming.put(cluster, delivery.nonce()));
    warming.keySet().removeAll(delivery.removed());
  }

  /** Envoy has endpoints that were sent under {@code nonce}. */
  void endpointsAcknowledged(long nonce, Collection<String> names) {
    List<String> warm =
        names.stream().filter(name -> warming.getOrDefault(name, Long.MAX_VALUE) < nonce).toList();
    warming.keySet().removeAll(warm);
    clustersChanged(warm.stream().filter(clusters.holdings()::has).toList());
  }

  /** Whether a route configuration with {@code missing} clusters has to wait (any longer). */
  boolean holdsBack(XdsResource route, Set<String> missing) {
    if (missing.isEmpty()) {
      return false;
    }
    long since = heldSince.computeIfAbsent(route.name(), name -> alarm.now());
    boolean holds = alarm.now() - since < hold;
    if (holds) {
      missing.forEach(cluster -> waiting.put(cluster, route.name()));
    }
    return holds;
  }

  /** Something is new about {@code names}: route configurations may be able to go. */
  void clustersChanged(Collection<String> names) {
    names.forEach(cluster -> routes.touch(waiting.removeAll(cluster)));
  }

  /** Something is new about any cluster. */
  void clustersChanged() {
    clustersChanged(List.copyOf(waiting.keySet()));
  }

  /** Has route configurations looked at that have waited long enough. */
  void endWaits() {
    for (Map.Entry<String, Long> held : heldSince.entrySet()) {
      if (alarm.now() - held.getValue() < hold) {
        return;
      }
      routes.touch(held.getKey());
    }
  }

  /** A route configuration is sent, or need not be. */
  void release(String route) {
    heldSince.remove(route);
  }

  /** When the next route configuration has waited long enough, on the {@link Alarm}. */
  LongStream deadlines() {
    long now = alarm.now();
    return heldSince.values().stream()
        .mapToLong(since -> since + hold)
        .dropWhile(deadline -> deadline <= now)
        .limit(1);
  }

  /**
   * Whether {@code cluster} has to stay because a route configuration names it, or may name it, and
   * is yet to be replaced. One that is to go on naming it is no reason: it has nothing to offer.
   */
  boolean lingers(String cluster, Snapshot snapshot) {
    boolean stays =
        clusters.holdings().willHave(cluster)
            && (routes.holdings().isNamedByOutdated(cluster, snapshot.of(XdsType.ROUTE))
                || followsUnknown());
    if (stays) {
      lingering.add(cluster);
    }
    return stays;
  }

  /** Route configurations were acknowledged or dropped: clusters may be able to go. */
  void routesSettled() {
    Set<String> released = routes.holdings().clusterUses().takeReleased();
    if (unknownFollowed && !followsUnknown()) {
      clusters.touch(lingering);
      lingering.clear();
    } else {
      released.stream().filter(lingering::remove).forEach(clusters::touch);
    }
  }

  private boolean followsUnknown() {
    unknownFollowed = routes.holdings().inherited().stream().anyMatch(routes.interest()::includes);
    return unknownFollowed;
  }
}
