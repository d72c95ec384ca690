package io.gatehouse.xds;

import static io.gatehouse.xds.TestResources.cluster;
import static io.gatehouse.xds.TestResources.endpoint;
import static io.gatehouse.xds.TestResources.listener;
import static io.gatehouse.xds.TestResources.route;
import static io.gatehouse.xds.TestResources.secret;
import static io.gatehouse.xds.XdsType.CLUSTER;
import static io.gatehouse.xds.XdsType.ENDPOINT;
import static io.gatehouse.xds.XdsType.LISTENER;
import static io.gatehouse.xds.XdsType.ROUTE;
import static io.gatehouse.xds.XdsType.SECRET;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A client that does not read, or does not answer. */
class FlowControlTest {

  private static final Duration STALL = XdsTimings.DEFAULT.stall();

  private final FixedSnapshots snapshots = new FixedSnapshots();
  private final DeltaProbe envoy = new DeltaProbe(snapshots);

  @Test
  void a_client_that_does_not_read_gets_only_the_newest_once_it_does() {
    envoy.subscribe(ENDPOINT, "a", "b");
    envoy.setRoom(0);
    for (int i = 1; i <= 100; i++) {
      snapshots.put(endpoint("a", "" + i));
      envoy.work();
    }
    snapshots.put(endpoint("b", "1"));
    assertThat(envoy.said()).isEmpty();

    envoy.setRoom(1);
    assertThat(envoy.said()).containsExactly("ENDPOINT +a@100 +b@1");
  }

  @Test
  void what_changes_back_before_it_could_be_sent_is_not_sent() {
    snapshots.put(endpoint("a", "1"));
    envoy.subscribe(ENDPOINT, "a");
    envoy.ackAll();
    envoy.setRoom(0);
    snapshots.put(endpoint("a", "2"));
    envoy.work();
    snapshots.put(endpoint("a", "1"));
    envoy.work();

    envoy.setRoom(1);
    assertThat(envoy.said()).isEmpty();
  }

  @Test
  void writing_goes_on_where_it_stopped() {
    envoy.setRoom(2);
    envoy.subscribe(SECRET, "a", "b", "c");
    snapshots.put(large("a"), large("b"), large("c"));
    assertThat(envoy.said()).containsExactly("SECRET +a@1", "SECRET +b@1");

    envoy.setRoom(1);
    assertThat(envoy.said()).containsExactly("SECRET +c@1");
  }

  @Test
  void a_long_push_of_one_type_delays_no_other() {
    for (int i = 0; i < 5; i++) {
      snapshots.put(TestResources.sized(CLUSTER, "c" + i, "1", 1_900_000));
    }
    snapshots.put(endpoint("e", "1"), route("r", "1"), secret("s", "1"));
    envoy.setRoom(0);
    envoy.subscribe(CLUSTER);
    envoy.subscribe(ENDPOINT, "e");
    envoy.subscribe(ROUTE, "r");
    envoy.subscribe(SECRET, "s");

    envoy.setRoom(4);
    assertThat(envoy.said())
        .containsExactly("SECRET +s@1", "CLUSTER +c0@1", "ENDPOINT +e@1", "ROUTE +r@1");
  }

  @Test
  void a_client_that_does_not_read_for_half_a_minute_is_cut_off() {
    envoy.subscribe(CLUSTER);
    envoy.setRoom(0);
    snapshots.put(cluster("a", "1"));
    envoy.advance(STALL.minusMillis(1));
    assertThat(envoy.closed()).isEmpty();

    envoy.advance(Duration.ofMillis(1));
    assertThat(envoy.closed()).map(Status::getCode).contains(Status.Code.UNAVAILABLE);
    assertThat(envoy.events.take()).contains("disconnected does not read");
    assertThat(snapshots.subscribers()).isZero();
    assertThat(envoy.alarm.pending()).isZero();
  }

  @Test
  void a_client_that_reads_now_and_then_is_not_cut_off() {
    String[] names = IntStream.range(0, 10).mapToObj(i -> "s" + i).toArray(String[]::new);
    for (String name : names) {
      snapshots.put(large(name));
    }
    envoy.setRoom(0);
    envoy.subscribe(SECRET, names);
    for (String name : names) {
      envoy.advance(STALL.minusMillis(1));
      envoy.setRoom(1);
      assertThat(envoy.said()).as(name).hasSize(1);
    }

    assertThat(envoy.closed()).isEmpty();
  }

  @Test
  void a_client_that_has_nothing_to_read_is_not_cut_off() {
    snapshots.put(cluster("a", "1"));
    envoy.subscribe(CLUSTER);
    envoy.ackAll();
    envoy.setRoom(0);
    envoy.advance(STALL.multipliedBy(10));

    assertThat(envoy.closed()).isEmpty();
  }

  @Test
  void a_client_that_answers_nothing_gets_only_so_much_ahead() {
    envoy.subscribe(ENDPOINT, "a");
    List<String> said = new ArrayList<>();
    IntStream.rangeClosed(1, TypeState.WINDOW + 50)
        .forEach(
            i -> {
              snapshots.put(endpoint("a", "" + i));
              said.addAll(envoy.said());
            });
    assertThat(said).hasSize(TypeState.WINDOW);
  }

  @Test
  void answers_make_room_for_what_came_last() {
    int count = TypeState.WINDOW + 2;
    for (int i = 0; i < count; i++) {
      snapshots.put(listener("l" + i, "1"));
    }
    envoy.subscribe(LISTENER);

    assertThat(envoy.ackAll()).hasSize(count);
  }

  @Test
  void a_stream_that_is_over_is_kept_by_no_alarm() {
    envoy.subscribe(CLUSTER);
    envoy.setRoom(0);
    snapshots.put(cluster("a", "1"));
    envoy.work();
    assertThat(envoy.alarm.pending()).isOne();

    envoy.stream.onEnd(StreamEnd.CONNECTION_LOST);
    envoy.work();
    assertThat(envoy.alarm.pending()).isZero();
  }

  @Test
  void no_alarm_is_left_behind_where_nothing_is_waited_for() {
    snapshots.put(cluster("a", "1"));
    envoy.subscribe(CLUSTER);
    envoy.ackAll();

    assertThat(envoy.alarm.pending()).isZero();
  }

  /** Two of these do not fit into one response. */
  private static XdsResource large(String secret) {
    return TestResources.sized(SECRET, secret, "1", 200_000);
  }
}
