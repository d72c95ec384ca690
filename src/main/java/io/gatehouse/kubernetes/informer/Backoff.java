package io.gatehouse.kubernetes.informer;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Waiting times between attempts: short at first, doubled up to 2 s, not all alike. */
final class Backoff {

  private static final Duration FIRST = Duration.ofMillis(50);
  private static final Duration LONGEST = Duration.ofSeconds(2);

  private Duration next = FIRST;

  Duration next() {
    Duration full = next;
    next = full.multipliedBy(2).compareTo(LONGEST) < 0 ? full.multipliedBy(2) : LONGEST;
    return full.multipliedBy(ThreadLocalRandom.current().nextLong(75, 101)).dividedBy(100);
  }

  void reset() {
    next = FIRST;
  }
}
