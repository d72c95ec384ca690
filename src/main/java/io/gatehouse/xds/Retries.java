package io.gatehouse.xds;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * When what Envoy refused is sent again as it is, since the reason is not in it: the files that it
 * names. Ever more seldom, as Envoy logs a line for each secret that it has. Not thread safe.
 */
final class Retries {

  private static final long FIRST = Duration.ofSeconds(5).toNanos();
  private static final int MAX_DOUBLINGS = 6;

  private final Alarm alarm;
  private final Map<String, Integer> refusals = new HashMap<>();
  private final Map<String, Long> due = new HashMap<>();

  Retries(Alarm alarm) {
    this.alarm = alarm;
  }

  void refused(String name) {
    int before = refusals.merge(name, 1, Integer::sum) - 1;
    due.put(name, alarm.now() + (FIRST << Math.min(before, MAX_DOUBLINGS)));
  }

  /** It is sent again: until it is refused again, there is nothing to wait for. */
  void tried(String name) {
    due.remove(name);
  }

  void accepted(String name) {
    refusals.remove(name);
    due.remove(name);
  }

  /** The names whose time has come. */
  List<String> due() {
    long now = alarm.now();
    return due.entrySet().stream()
        .filter(entry -> entry.getValue() <= now)
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  /** When to look again, on the {@link Alarm}. */
  LongStream deadlines() {
    return due.values().stream().mapToLong(Long::longValue);
  }
}
