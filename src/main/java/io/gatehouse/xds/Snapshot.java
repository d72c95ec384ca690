package io.gatehouse.xds;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * Everything one group of proxies is to hold, at one moment. Immutable.
 *
 * @param resources by type and name; a type that has none may be absent
 * @param held names of secrets that are not here but must not be taken from an Envoy that has them
 */
public record Snapshot(Map<XdsType, Map<String, XdsResource>> resources, Set<String> held) {

  public static final Snapshot EMPTY = new Snapshot(Map.of(), Set.of());

  public Snapshot {
    Map<XdsType, Map<String, XdsResource>> copy = new EnumMap<>(XdsType.class);
    copy.putAll(resources);
    resources = Collections.unmodifiableMap(copy);
    held = Set.copyOf(held);
  }

  /**
   * This snapshot with some resources replaced, added or (where empty) removed.
   *
   * @param changed by type and name
   */
  public Snapshot with(
      Map<XdsType, Map<String, Optional<XdsResource>>> changed, Set<String> nowHeld) {
    Map<XdsType, Map<String, XdsResource>> next = new EnumMap<>(XdsType.class);
    next.putAll(resources);
    changed.forEach(
        (type, names) -> {
          if (!names.isEmpty()) {
            next.put(type, replaced(of(type), names));
          }
        });
    return new Snapshot(next, nowHeld);
  }

  private static PMap<String, XdsResource> replaced(
      Map<String, XdsResource> all, Map<String, Optional<XdsResource>> changed) {
    PMap<String, XdsResource> next =
        all instanceof PMap<String, XdsResource> shared ? shared : HashTreePMap.from(all);
    for (Map.Entry<String, Optional<XdsResource>> change : changed.entrySet()) {
      String name = change.getKey();
      next =
          change.getValue().isPresent()
              ? next.plus(name, change.getValue().get())
              : next.minus(name);
    }
    return next;
  }

  /** The resources of a type, by name; not to be changed. */
  public Map<String, XdsResource> of(XdsType type) {
    return resources.getOrDefault(type, Map.of());
  }
}
