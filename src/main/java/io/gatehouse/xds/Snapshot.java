package io.gatehouse.xds;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

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

  /** The resources of a type, by name; not to be changed. */
  public Map<String, XdsResource> of(XdsType type) {
    return resources.getOrDefault(type, Map.of());
  }
}
