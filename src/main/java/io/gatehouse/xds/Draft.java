package io.gatehouse.xds;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** A response in the making. Takes what fits; what it does not take goes with a later one. */
final class Draft {

  /** Bytes of resources: well below the 4 MiB that any gRPC client accepts. */
  private static final int MAX_BYTES = 2 << 20;

  private final boolean full;
  private final boolean single;
  private final Map<String, XdsResource> resources = new LinkedHashMap<>();
  private final Set<String> removed = new LinkedHashSet<>();
  private final Map<XdsResource, Set<String>> forced = new LinkedHashMap<>();
  private int bytes;
  private boolean complete;

  /**
   * @param full whether the response names all resources anyway, whatever their size
   * @param single whether it changes one resource only
   */
  Draft(boolean full, boolean single) {
    this.full = full;
    this.single = single;
  }

  /**
   * @param alone whether no other resource may go with it
   * @param missing clusters that it names and Envoy does not have
   */
  void add(XdsResource resource, boolean alone, Set<String> missing) {
    if (!accepts(resource, alone)) {
      return;
    }
    resources.put(resource.name(), resource);
    bytes += resource.body().getSerializedSize();
    complete = !full && (single || alone);
    if (!missing.isEmpty()) {
      forced.put(resource, missing);
    }
  }

  private boolean accepts(XdsResource resource, boolean alone) {
    if (resources.isEmpty()) {
      return full || removed.isEmpty();
    }
    return !single
        && !complete
        && (full || !alone && bytes + resource.body().getSerializedSize() <= MAX_BYTES);
  }

  /**
   * Says that there is no {@code name}; not together with resources, so that a refusal is exact.
   */
  void remove(String name) {
    if (full || resources.isEmpty()) {
      removed.add(name);
    }
  }

  /** Whether it is of no use to offer more. */
  boolean isComplete() {
    return complete;
  }

  boolean isEmpty() {
    return resources.isEmpty() && removed.isEmpty();
  }

  /** Route configurations that go although clusters are missing, and those clusters. */
  Map<XdsResource, Set<String>> forced() {
    return forced;
  }

  Delivery delivery(long nonce) {
    return new Delivery(nonce, resources, removed);
  }
}
