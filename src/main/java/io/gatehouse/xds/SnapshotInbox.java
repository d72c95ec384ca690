package io.gatehouse.xds;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Keeps the newest snapshot until its stream has time for it, and all that changed until then. */
final class SnapshotInbox {

  /** A snapshot and what differs from the one that was taken before. */
  record Arrival(Snapshot snapshot, Map<XdsType, Set<String>> changed) {}

  private Map<XdsType, Set<String>> changed = Map.of();
  private Optional<Snapshot> newest = Optional.empty();

  /** Returns whether it was empty, so that someone has to be told. */
  synchronized boolean put(Snapshot snapshot, Map<XdsType, Set<String>> names) {
    boolean wasEmpty = newest.isEmpty();
    newest = Optional.of(snapshot);
    changed = wasEmpty ? names : union(changed, names);
    return wasEmpty;
  }

  synchronized Optional<Arrival> take() {
    Optional<Arrival> arrival = newest.map(snapshot -> new Arrival(snapshot, changed));
    newest = Optional.empty();
    changed = Map.of();
    return arrival;
  }

  private static Map<XdsType, Set<String>> union(
      Map<XdsType, Set<String>> earlier, Map<XdsType, Set<String>> later) {
    Map<XdsType, Set<String>> union = new EnumMap<>(XdsType.class);
    union.putAll(earlier);
    later.forEach((type, names) -> union.merge(type, names, SnapshotInbox::union));
    return union;
  }

  private static Set<String> union(Set<String> earlier, Set<String> later) {
    Set<String> union = new HashSet<>(earlier);
    union.addAll(later);
    return union;
  }
}
