package io.gatehouse.pipeline;

import io.gatehouse.xds.Snapshot;
import io.gatehouse.xds.XdsResource;
import io.gatehouse.xds.XdsType;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What differs between two snapshots. */
final class SnapshotChanges {

  private SnapshotChanges() {}

  /**
   * Names that were added, removed or have another version, by type; types without any are absent.
   */
  static Map<XdsType, Set<String>> between(Snapshot before, Snapshot after) {
    Map<XdsType, Set<String>> changes = new EnumMap<>(XdsType.class);
    for (XdsType type : XdsType.values()) {
      Set<String> names = changed(before.of(type), after.of(type));
      if (type == XdsType.SECRET) {
        addDifference(before.held(), after.held(), names);
        addDifference(after.held(), before.held(), names);
      }
      if (!names.isEmpty()) {
        changes.put(type, names);
      }
    }
    return changes;
  }

  private static Set<String> changed(
      Map<String, XdsResource> before, Map<String, XdsResource> after) {
    Set<String> names = new HashSet<>();
    before.keySet().stream().filter(name -> !after.containsKey(name)).forEach(names::add);
    after.forEach(
        (name, resource) -> {
          XdsResource last = before.get(name);
          if (last != resource && (last == null || !last.version().equals(resource.version()))) {
            names.add(name);
          }
        });
    return names;
  }

  private static void addDifference(Set<String> of, Set<String> without, Set<String> names) {
    of.stream().filter(name -> !without.contains(name)).forEach(names::add);
  }
}
