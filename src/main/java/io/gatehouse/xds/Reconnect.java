package io.gatehouse.xds;

import java.util.Set;
import java.util.stream.LongStream;

/**
 * An Envoy that comes back holds more than this process may know of: its listeners do not change
 * and no secret leaves it before it has said which secrets it holds and a snapshot takes that into
 * account; no cluster leaves it before it has said which routes it follows, which it says after it
 * has named its listeners. Each wait is bounded. Not thread safe.
 */
final class Reconnect {

  private static final long NEVER = Long.MIN_VALUE;

  private final Alarm alarm;
  private final XdsTimings timings;

  private long since = NEVER;
  private long secretsSince = NEVER;
  private Set<String> secrets = Set.of();
  private boolean routesKnown;
  private boolean settled;

  Reconnect(Alarm alarm, XdsTimings timings) {
    this.alarm = alarm;
    this.timings = timings;
  }

  /**
   * The first request of a type.
   *
   * @param held names that Envoy has from an earlier stream
   */
  void onStarted(XdsType type, boolean returning, Set<String> held) {
    if (returning && since == NEVER) {
      since = alarm.now();
    }
    if (type == XdsType.ROUTE) {
      routesKnown = true;
    }
    if (type == XdsType.SECRET) {
      secretsSince = alarm.now();
      secrets = held;
    }
  }

  /** The first snapshot has come; waiting for another one begins now. */
  void onFirstSnapshot() {
    if (secretsSince != NEVER) {
      secretsSince = alarm.now();
    }
  }

  /** Whether listeners may change and secrets leave: what Envoy holds is known and seen to. */
  boolean isSettled(Snapshot snapshot) {
    if (since == NEVER) {
      return true;
    }
    settled =
        settled
            || (secretsSince == NEVER
                ? isOver(since, timings.subscriptions().toNanos())
                : areReckonedWith(snapshot));
    return settled;
  }

  private boolean areReckonedWith(Snapshot snapshot) {
    return secrets.stream().allMatch(name -> isKnown(name, snapshot))
        || isOver(secretsSince, timings.heldSecrets().toNanos());
  }

  private static boolean isKnown(String secret, Snapshot snapshot) {
    return snapshot.of(XdsType.SECRET).containsKey(secret) || snapshot.held().contains(secret);
  }

  boolean clustersMayLeave() {
    return since == NEVER || routesKnown || isOver(since, timings.subscriptions().toNanos());
  }

  /** When waits end at the latest, on the {@link Alarm}. */
  LongStream deadlines() {
    if (since == NEVER) {
      return LongStream.empty();
    }
    long subscriptions = since + timings.subscriptions().toNanos();
    return secretsSince == NEVER
        ? LongStream.of(subscriptions)
        : LongStream.of(subscriptions, secretsSince + timings.heldSecrets().toNanos());
  }

  private boolean isOver(long start, long wait) {
    return alarm.now() - start >= wait;
  }
}
