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
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * The order of clusters and of what names them on one stream: a route configuration, or a listener
 * that forwards connections, waits for the clusters that it names, a cluster stays until neither
 * names it. What waits is looked at again only when something happened that it waits for. Not
 * thread safe.
 */
final class MakeBeforeBreak {

  private final TypeState clusters;
  private final Map<XdsType, TypeState> naming;
  private final Alarm alarm;
  private final long hold;

  /** When each resource that is held back was first held back, oldest first. */
  private final Map<Held, Long> heldSince = new LinkedHashMap<>();

  /** Resources by the clusters that they wait for; some may wait no more. */
  private final SetMultimap<String, Held> waiting =
      MultimapBuilder.hashKeys().hashSetValues().build();

  /** Clusters that are served no more and wait for what names them. */
  private final Set<String> lingering = new HashSet<>();

  /**
   * New clusters whose endpoints have not been acknowledged since, with the nonce they were sent
   * under: Envoy acknowledges such a cluster, but answers 503 until it has them.
   */
  private final Map<String, Long> warming = new HashMap<>();

  /** Whether clusters linger because Envoy follows resources whose clusters are not known. */
  private boolean unknownFollowed;

  /** What is held back. */
  private record Held(XdsType type, String name) {

    static Held of(XdsResource resource) {
      return new Held(resource.type(), resource.name());
    }
  }

  /**
   * @param naming the types whose resources name clusters
   */
  MakeBeforeBreak(TypeState clusters, Collection<TypeState> naming, Alarm alarm, Duration hold) {
    this.clusters = clusters;
    this.naming = naming.stream().collect(Collectors.toMap(TypeState::type, state -> state));
    this.alarm = alarm;
    this.hold = hold.toNanos();
  }

  /** Whether resources of {@code type} name clusters. */
  boolean concerns(XdsType type) {
    return naming.containsKey(type);
  }

  /**
   * The clusters that {@code resource} newly names and Envoy can use in no form. A cluster that
   * another form of it named already is not waited for: nothing would be gained.
   */
  Set<String> missing(XdsResource resource, Snapshot snapshot) {
    if (!clusters.isStarted()) {
      return Set.of();
    }
    Set<String> missing = Set.of();
    for (String cluster : resource.clusters()) {
      if (isLacking(cluster, snapshot)) {
        missing = missing.isEmpty() ? new LinkedHashSet<>() : missing;
        missing.add(cluster);
      }
    }
    if (!missing.isEmpty()) {
      naming
          .get(resource.type())
          .holdings()
          .current(resource.name())
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

  /** Whether a resource with {@code missing} clusters has to wait (any longer). */
  boolean holdsBack(XdsResource resource, Set<String> missing) {
    if (missing.isEmpty()) {
      return false;
    }
    Held held = Held.of(resource);
    long since = heldSince.computeIfAbsent(held, name -> alarm.now());
    boolean holds = alarm.now() - since < hold;
    if (holds) {
      missing.forEach(cluster -> waiting.put(cluster, held));
    }
    return holds;
  }

  /** Something is new about {@code names}: what waits for them may be able to go. */
  void clustersChanged(Collection<String> names) {
    names.forEach(cluster -> waiting.removeAll(cluster).forEach(this::touch));
  }

  /** Something is new about any cluster. */
  void clustersChanged() {
    clustersChanged(List.copyOf(waiting.keySet()));
  }

  /** Has resources looked at that have waited long enough. */
  void endWaits() {
    for (Map.Entry<Held, Long> held : heldSince.entrySet()) {
      if (alarm.now() - held.getValue() < hold) {
        return;
      }
      touch(held.getKey());
    }
  }

  private void touch(Held held) {
    naming.get(held.type()).touch(held.name());
  }

  /** A resource is sent, or need not be. */
  void release(XdsType type, String name) {
    heldSince.remove(new Held(type, name));
  }

  /** When the next resource has waited long enough, on the {@link Alarm}. */
  LongStream deadlines() {
    long now = alarm.now();
    return heldSince.values().stream()
        .mapToLong(since -> since + hold)
        .dropWhile(deadline -> deadline <= now)
        .limit(1);
  }

  /**
   * Whether {@code cluster} has to stay because something names it, or may name it, and is yet to
   * be replaced. One that is to go on naming it is no reason: it has nothing to offer.
   */
  boolean lingers(String cluster, Snapshot snapshot) {
    boolean stays =
        clusters.holdings().willHave(cluster)
            && (isNamedByOutdated(cluster, snapshot) || followsUnknown());
    if (stays) {
      lingering.add(cluster);
    }
    return stays;
  }

  private boolean isNamedByOutdated(String cluster, Snapshot snapshot) {
    return naming.values().stream()
        .anyMatch(state -> state.holdings().isNamedByOutdated(cluster, snapshot.of(state.type())));
  }

  /** Resources that name clusters were acknowledged or dropped: clusters may be able to go. */
  void settled() {
    List<String> released =
        naming.values().stream()
            .flatMap(state -> state.holdings().clusterUses().takeReleased().stream())
            .toList();
    if (unknownFollowed && !followsUnknown()) {
      clusters.touch(lingering);
      lingering.clear();
    } else {
      released.stream().filter(lingering::remove).forEach(clusters::touch);
    }
  }

  private boolean followsUnknown() {
    unknownFollowed =
        naming.values().stream()
            .anyMatch(
                state ->
                    state.holdings().inherited().stream().anyMatch(state.interest()::includes));
    return unknownFollowed;
  }
}
