package io.gatehouse.xds;

import java.time.Duration;
import java.util.stream.LongStream;

/** Notices a client that does not read although there is something for it. Not thread safe. */
final class StallWatch {

  private static final long NEVER = Long.MIN_VALUE;

  private final Alarm alarm;
  private final long limit;
  private long since = NEVER;

  StallWatch(Alarm alarm, Duration limit) {
    this.alarm = alarm;
    this.limit = limit.toNanos();
  }

  /** Something was sent, or there is nothing to be sent. */
  void moved() {
    since = NEVER;
  }

  /** Something is to be sent and cannot be. Returns whether that has been so for too long. */
  boolean stuck() {
    if (since == NEVER) {
      since = alarm.now();
    }
    return alarm.now() - since >= limit;
  }

  /** When to look again, on the {@link Alarm}. */
  LongStream deadlines() {
    return since == NEVER ? LongStream.empty() : LongStream.of(since + limit);
  }
}
