package io.gatehouse.xds;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** A response in the making. Takes what fits; what it does not take goes with a later one. */
final class Draft {

  /**
   * Bytes of resources. What many streams write at once piles up in buffers until it has left, so
   * that a response is no larger than it has to be.
   */
  private static final int MAX_BYTES = 256 << 10;

  /**
   * Envoy stops all endpoints while it takes clusters, and answers once all are warm: few responses
   * are better. Well below the 4 MiB that any gRPC client accepts.
   */
  private static final int MAX_CLUSTER_BYTES = 2 << 20;

  private final int maxBytes;
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
  Draft(XdsType type, boolean full, boolean single) {
    this.maxBytes = type == XdsType.CLUSTER ? MAX_CLUSTER_BYTES : MAX_BYTES;
    this.full = full;
    this.single = single;
  }

  /**
   * @param alone whether no other resource may go with it
   * @param missing clusters that it names and Envoy does not have
   */
  void add(XdsResource resource, boolean alone, Set<String> missing) {
    int size = resource.wire().getSerializedSize();
    if (!accepts(size, alone)) {
      complete = !full && !resources.isEmpty();
      return;
    }
    resources.put(resource.name(), resource);
    bytes += size;
    complete = !full && (single || alone);
    if (!missing.isEmpty()) {
      forced.put(resource, missing);
    }
  }

  private boolean accepts(int size, boolean alone) {
    if (resources.isEmpty()) {
      return full || removed.isEmpty();
    }
    return !single && (full || !alone && bytes + size <= maxBytes);
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
