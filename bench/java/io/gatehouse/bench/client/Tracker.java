package io.gatehouse.bench.client;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Knows which changes are on their way, and hears of every mark that comes in anywhere. */
public final class Tracker {

  private final int envoys;
  private final Map<String, Probe> byMark = new HashMap<>();
  private final Map<String, List<Probe>> byObject = new HashMap<>();

  public Tracker(int envoys) {
    this.envoys = envoys;
  }

  /**
   * A change is about to be made.
   *
   * @param object which object changes; a later state of it settles earlier ones that are never
   *     sent
   * @param marks each with the types of which a resource may bear it
   */
  public synchronized Probe expect(String object, Map<String, Set<ResourceType>> marks) {
    Probe probe = new Probe(object, marks, envoys);
    marks.keySet().forEach(mark -> byMark.put(mark, probe));
    byObject.computeIfAbsent(object, key -> new ArrayList<>()).add(probe);
    return probe;
  }

  /** Looks out for it no more. */
  public synchronized void forget(Probe probe) {
    byMark.keySet().removeAll(probe.marks());
    byObject.remove(probe.object());
  }

  synchronized void seen(int envoy, ResourceType type, Set<String> marks, long nanoTime) {
    for (String mark : marks) {
      Probe probe = byMark.get(mark);
      if (probe != null && probe.complete(envoy, type, mark)) {
        settle(probe, envoy, nanoTime);
      }
    }
  }

  private void settle(Probe probe, int envoy, long nanoTime) {
    for (Probe each : byObject.get(probe.object())) {
      each.arrived(envoy, nanoTime);
      if (each == probe) {
        return;
      }
    }
  }
}
