package io.gatehouse.pipeline;

import com.google.common.collect.Sets;
import io.gatehouse.xds.Snapshot;
import io.gatehouse.xds.XdsResource;
import io.gatehouse.xds.XdsType;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What differs between two snapshots. */
final class SnapshotChanges {

  private SnapshotChanges() {}

  /**
   * Names that were added, removed or have another version, by type; types without any are absent.
   *
   * @param touched no others differ, but for held secrets
   */
  static Map<XdsType, Set<String>> between(
      Snapshot before, Snapshot after, Map<XdsType, ? extends Map<String, ?>> touched) {
    Map<XdsType, Set<String>> changes = new EnumMap<>(XdsType.class);
    touched.forEach(
        (type, names) ->
            names.keySet().stream()
                .filter(name -> !version(before, type, name).equals(version(after, type, name)))
                .forEach(name -> add(changes, type, name)));
    Sets.symmetricDifference(before.held(), after.held())
        .forEach(name -> add(changes, XdsType.SECRET, name));
    return changes;
  }

  private static Optional<String> version(Snapshot snapshot, XdsType type, String name) {
    return Optional.ofNullable(snapshot.of(type).get(name)).map(XdsResource::version);
  }

  private static void add(Map<XdsType, Set<String>> changes, XdsType type, String name) {
    changes.computeIfAbsent(type, t -> new HashSet<>()).add(name);
  }
}
