package io.gatehouse.xds;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Counts how many forms of resources name each cluster. Not thread safe. */
final class ClusterUses {

  private final Map<String, Integer> counts = new HashMap<>();
  private Set<String> released = new HashSet<>();

  void add(XdsResource form) {
    for (String cluster : form.clusters()) {
      counts.merge(cluster, 1, Integer::sum);
    }
  }

  void remove(XdsResource form) {
    for (String cluster : form.clusters()) {
      if (counts.merge(cluster, -1, Integer::sum) == 0) {
        counts.remove(cluster);
      }
      released.add(cluster);
    }
  }

  boolean contains(String cluster) {
    return counts.containsKey(cluster);
  }

  /** Clusters that lost a use since the last call; some may have found another. */
  Set<String> takeReleased() {
    Set<String> taken = released;
    released = new HashSet<>();
    return taken;
  }
}
