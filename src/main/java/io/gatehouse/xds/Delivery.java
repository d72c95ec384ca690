package io.gatehouse.xds;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * A response on its way: what changes with it.
 *
 * @param nonce counts the responses of a stream
 * @param resources by name
 * @param removed names that are said to be absent
 */
record Delivery(long nonce, Map<String, XdsResource> resources, Set<String> removed) {

  /** What changed with this one and, after it, with {@code later}. */
  Delivery then(Delivery later) {
    Map<String, XdsResource> allResources = new LinkedHashMap<>(resources);
    Set<String> allRemoved = new LinkedHashSet<>(removed);
    allResources.keySet().removeAll(later.removed);
    allRemoved.removeAll(later.resources.keySet());
    allResources.putAll(later.resources);
    allRemoved.addAll(later.removed);
    return new Delivery(later.nonce, allResources, allRemoved);
  }
}
