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

  private final Map<XdsType, Set<String>> changed = new EnumMap<>(XdsType.class);
  private Optional<Snapshot> newest = Optional.empty();

  /** Returns whether it was empty, so that someone has to be told. */
  synchronized boolean put(Snapshot snapshot, Map<XdsType, Set<String>> names) {
    boolean wasEmpty = newest.isEmpty();
    newest = Optional.of(snapshot);
    names.forEach((type, set) -> changed.computeIfAbsent(type, t -> new HashSet<>()).addAll(set));
    return wasEmpty;
  }

  synchronized Optional<Arrival> take() {
    Optional<Arrival> arrival = newest.map(snapshot -> new Arrival(snapshot, Map.copyOf(changed)));
    newest = Optional.empty();
    changed.clear();
    return arrival;
  }
}
