package io.gatehouse.bench.client;

import static io.gatehouse.bench.client.ResourceType.CLUSTER;
import static io.gatehouse.bench.client.ResourceType.LISTENER;
import static io.gatehouse.bench.client.ResourceType.ROUTE;
import static io.gatehouse.bench.client.ResourceType.SECRET;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TrackerTest {

  private static final long MS = 1_000_000;

  private final Tracker tracker = new Tracker(2);

  @Test
  void a_change_has_arrived_with_the_last_of_its_marks_in_a_type_that_may_bear_it() {
    Probe host = tracker.expect("host", Map.of("a", Set.of(LISTENER), "b", Set.of(SECRET)));
    host.written(10 * MS);

    tracker.seen(0, LISTENER, Set.of("a"), 11 * MS);
    tracker.seen(0, CLUSTER, Set.of("b"), 12 * MS);
    assertThat(host.lost()).isEqualTo(2);

    tracker.seen(0, SECRET, Set.of("b", "of nobody"), 13 * MS);
    tracker.seen(0, SECRET, Set.of("b"), 99 * MS);
    assertThat(host.latencies()).containsExactly(3.0);
    assertThat(host.lost()).isEqualTo(1);
  }

  @Test
  void a_later_state_of_an_object_settles_the_earlier_ones_and_no_other() {
    Probe first = tracker.expect("route", Map.of("1", Set.of(ROUTE)));
    Probe second = tracker.expect("route", Map.of("2", Set.of(ROUTE)));
    Probe third = tracker.expect("route", Map.of("3", Set.of(ROUTE)));
    Probe other = tracker.expect("other", Map.of("4", Set.of(ROUTE)));
    first.written(1 * MS);
    second.written(2 * MS);

    tracker.seen(1, ROUTE, Set.of("2"), 5 * MS);

    assertThat(first.latencies()).containsExactly(4.0);
    assertThat(second.latencies()).containsExactly(3.0);
    assertThat(third.lost()).isEqualTo(2);
    assertThat(other.lost()).isEqualTo(2);
  }

  @Test
  void what_is_forgotten_is_looked_out_for_no_more() {
    Probe probe = tracker.expect("route", Map.of("1", Set.of(ROUTE)));

    tracker.forget(probe);
    tracker.seen(0, ROUTE, Set.of("1"), MS);

    assertThat(probe.lost()).isEqualTo(2);
  }
}
