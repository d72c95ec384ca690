package io.gatehouse.bench.client;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** One change on its way: where it has arrived, and when. */
public final class Probe {

  private static final long NOT_YET = Long.MIN_VALUE;

  private final String object;
  private final Map<String, Set<ResourceType>> marks;
  private final List<Set<String>> missing = new ArrayList<>();
  private final long[] arrivals;
  private final CountDownLatch pending;
  private volatile long written = NOT_YET;

  Probe(String object, Map<String, Set<ResourceType>> marks, int envoys) {
    this.object = object;
    this.marks = Map.copyOf(marks);
    this.arrivals = new long[envoys];
    Arrays.fill(arrivals, NOT_YET);
    for (int i = 0; i < envoys; i++) {
      missing.add(new HashSet<>(marks.keySet()));
    }
    this.pending = new CountDownLatch(envoys);
  }

  String object() {
    return object;
  }

  Set<String> marks() {
    return marks.keySet();
  }

  /** The last of its writes was confirmed at this nano time. */
  public void written(long nanoTime) {
    written = nanoTime;
  }

  /** Whether with this mark, all that were expected have come to this Envoy. */
  boolean complete(int envoy, ResourceType type, String mark) {
    Set<String> left = missing.get(envoy);
    if (marks.get(mark).contains(type)) {
      left.remove(mark);
    }
    return left.isEmpty();
  }

  void arrived(int envoy, long nanoTime) {
    if (arrivals[envoy] == NOT_YET) {
      arrivals[envoy] = nanoTime;
      pending.countDown();
    }
  }

  /** Waits until it has arrived everywhere, or the time is over. */
  public void await(long seconds) throws InterruptedException {
    pending.await(seconds, TimeUnit.SECONDS);
  }

  /** Milliseconds from the confirmed write to the receipt, an entry an Envoy that has it. */
  public List<Double> latencies() {
    return Arrays.stream(arrivals)
        .filter(arrival -> arrival != NOT_YET)
        .mapToObj(arrival -> (arrival - written) / 1e6)
        .toList();
  }

  /** Envoys that never got it. */
  public int lost() {
    return (int) pending.getCount();
  }
}
