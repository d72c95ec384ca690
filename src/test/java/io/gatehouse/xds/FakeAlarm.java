package io.gatehouse.xds;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A clock that a test moves. */
final class FakeAlarm implements Alarm {

  private record Entry(long at, Runnable task) {}

  private final List<Entry> entries = new ArrayList<>();
  private long now;

  @Override
  public long now() {
    return now;
  }

  @Override
  public Runnable after(Duration delay, Runnable task) {
    Entry entry = new Entry(now + delay.toNanos(), task);
    entries.add(entry);
    return () -> entries.remove(entry);
  }

  void advance(Duration time) {
    now += time.toNanos();
    List<Entry> due = entries.stream().filter(entry -> entry.at <= now).toList();
    entries.removeAll(due);
    due.forEach(entry -> entry.task.run());
  }

  int pending() {
    return entries.size();
  }
}
