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

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** An Envoy that comes back with what another stream gave it. */
class ReconnectTest {

  private final FixedSnapshots snapshots = new FixedSnapshots();
  private final DeltaProbe envoy = new DeltaProbe(snapshots);

  @Test
  void what_it_has_is_not_sent_and_counts_as_acknowledged() {
    snapshots.put(cluster("a", "1"), endpoint("a", "1"));
    envoy.resume(CLUSTER, Map.of("a", "1"));
    envoy.resume(ENDPOINT, Map.of("a", "1"));

    assertThat(envoy.said()).isEmpty();
    assertThat(envoy.events.take())
        .contains("acknowledged CLUSTER {a=1}", "acknowledged ENDPOINT {a=1}");
    snapshots.put(endpoint("a", "2"));
    assertThat(envoy.ackAll()).containsExactly("ENDPOINT +a@2");
  }

  @Test
  void what_it_lacks_is_sent_and_what_it_has_too_much_is_taken() {
    snapshots.put(cluster("a", "1"), cluster("lacking", "1"), cluster("changed", "2"));
    envoy.resume(CLUSTER, Map.of("a", "1", "changed", "1", "ghost", "1"));
    envoy.resume(ROUTE, Map.of());

    assertThat(envoy.ackAll())
        .containsExactlyInAnyOrder("CLUSTER +changed@2 +lacking@1", "CLUSTER -ghost");
  }

  @Test
  void a_name_that_exists_no_more_is_answered() {
    snapshots.put(secret("a", "1"));
    envoy.resume(SECRET, Map.of("a", "1", "gone", "1"));
    envoy.advance(Duration.ofSeconds(1));

    assertThat(envoy.ackAll()).containsExactly("SECRET -gone");
  }

  @Test
  void what_it_has_is_known_even_if_the_first_snapshot_comes_later() {
    envoy.resume(CLUSTER, Map.of("a", "1", "ghost", "1"));
    envoy.resume(ROUTE, Map.of());
    snapshots.put(cluster("a", "1"), cluster("b", "1"));

    assertThat(envoy.ackAll()).containsExactlyInAnyOrder("CLUSTER +b@1", "CLUSTER -ghost");
  }

  @Test
  void clusters_that_it_has_hold_no_route_back() {
    snapshots.put(cluster("a", "2"), route("r", "2", "a"));
    envoy.resume(CLUSTER, Map.of("a", "1"));
    envoy.resume(ROUTE, Map.of("r", "1"));

    assertThat(envoy.said()).containsExactly("CLUSTER +a@2", "ROUTE +r@2");
  }

  @Test
  void no_cluster_leaves_before_the_routes_it_follows_are_known_and_brought_up_to_date() {
    snapshots.put(cluster("a", "1"), route("r", "2", "a"));
    envoy.resume(CLUSTER, Map.of("a", "1", "ghost", "1"));
    assertThat(envoy.said()).isEmpty();

    envoy.resume(ROUTE, Map.of("r", "1"));
    assertThat(envoy.ackAll()).containsExactly("ROUTE +r@2", "CLUSTER -ghost");
  }

  @Test
  void a_cluster_leaves_if_the_routes_it_follows_need_no_change() {
    snapshots.put(cluster("a", "1"), route("r", "1", "a"));
    envoy.resume(CLUSTER, Map.of("a", "1", "ghost", "1"));
    envoy.resume(ROUTE, Map.of("r", "1"));

    assertThat(envoy.ackAll()).containsExactly("CLUSTER -ghost");
  }

  @Test
  void a_cluster_leaves_after_half_a_second_if_no_routes_are_asked_for() {
    snapshots.put(cluster("a", "1"));
    envoy.resume(CLUSTER, Map.of("a", "1", "ghost", "1"));
    envoy.advance(Duration.ofMillis(500));

    assertThat(envoy.said()).containsExactly("CLUSTER -ghost");
  }

  @Test
  void its_listeners_wait_until_its_secrets_are_known_and_held() {
    snapshots.put(listener("l", "without a"), secret("b", "1"));
    envoy.resume(LISTENER, Map.of("l", "1"));
    assertThat(envoy.said()).isEmpty();

    envoy.resume(SECRET, Map.of("a", "1", "b", "1"));
    assertThat(snapshots.holds()).containsExactly(Set.of("a", "b"));
    assertThat(envoy.said()).noneMatch(line -> line.startsWith("LISTENER"));

    snapshots.put(cluster("unrelated", "1"));
    assertThat(envoy.said()).isEmpty();
  }

  @Test
  void a_secret_that_is_held_is_neither_sent_nor_taken_and_its_chain_stays() {
    snapshots.put(listener("l", "without a"), secret("b", "1"));
    snapshots.onHold(
        names -> {
          snapshots.hold("a");
          snapshots.put(listener("l", "with a"));
        });
    envoy.resume(LISTENER, Map.of("l", "1"));
    envoy.resume(SECRET, Map.of("a", "1", "b", "1"));

    assertThat(envoy.ackAll()).contains("LISTENER +l@with a").doesNotContain("SECRET -a");
    snapshots.put(secret("a", "2"));
    assertThat(envoy.ackAll()).containsExactly("SECRET +a@2");
  }

  @Test
  void a_secret_that_is_held_for_others_is_absent_for_a_new_envoy() {
    snapshots.hold("a");
    envoy.subscribe(SECRET, "a");

    assertThat(envoy.said()).containsExactly("SECRET -a");
  }

  @Test
  void a_secret_that_is_held_no_longer_is_taken() {
    snapshots.hold("a");
    envoy.resume(SECRET, Map.of("a", "1"));
    assertThat(envoy.said()).isEmpty();

    snapshots.hold();
    envoy.advance(Duration.ofSeconds(1));
    assertThat(envoy.said()).containsExactly("SECRET -a");
  }

  @Test
  void a_secret_that_was_held_and_is_asked_for_again_is_absent() {
    snapshots.hold("a");
    envoy.resume(SECRET, Map.of("a", "1"));
    envoy.unsubscribe(SECRET, "a");
    envoy.subscribe(SECRET, "a");

    assertThat(envoy.said()).containsExactly("SECRET -a");
  }

  @Test
  void a_secret_that_was_held_and_may_have_been_dropped_is_absent() {
    snapshots.hold("a");
    envoy.resume(SECRET, Map.of("a", "1"));
    envoy.subscribe(SECRET, "a");

    assertThat(envoy.said()).containsExactly("SECRET -a");
  }

  @Test
  void listeners_do_not_wait_where_all_its_secrets_are_served() {
    snapshots.put(listener("l", "2"), secret("a", "1"));
    envoy.resume(LISTENER, Map.of("l", "1"));
    envoy.resume(SECRET, Map.of("a", "1"));

    assertThat(envoy.said()).containsExactly("LISTENER +l@2");
    assertThat(snapshots.holds()).isEmpty();
  }

  @Test
  void listeners_wait_half_a_second_for_an_envoy_that_asks_for_no_secrets() {
    snapshots.put(listener("l", "2"));
    envoy.resume(LISTENER, Map.of("l", "1"));
    envoy.advance(Duration.ofMillis(499));
    assertThat(envoy.said()).isEmpty();

    envoy.advance(Duration.ofMillis(1));
    assertThat(envoy.said()).containsExactly("LISTENER +l@2");
  }

  @Test
  void listeners_wait_a_second_for_a_snapshot_that_holds_its_secrets() {
    snapshots.put(listener("l", "2"));
    envoy.resume(LISTENER, Map.of("l", "1"));
    envoy.resume(SECRET, Map.of("a", "1"));
    envoy.ackAll();
    envoy.advance(Duration.ofMillis(999));
    assertThat(envoy.said()).isEmpty();

    envoy.advance(Duration.ofMillis(1));
    assertThat(envoy.said()).containsExactly("SECRET -a", "LISTENER +l@2");
  }

  @Test
  void the_time_before_the_first_snapshot_does_not_count() {
    envoy.resume(LISTENER, Map.of("l", "1"));
    envoy.resume(SECRET, Map.of("a", "1"));
    envoy.advance(Duration.ofSeconds(10));
    snapshots.put(listener("l", "2"));
    envoy.ackAll();

    envoy.advance(Duration.ofMillis(999));
    assertThat(envoy.said()).isEmpty();
    envoy.advance(Duration.ofMillis(1));
    assertThat(envoy.said()).containsExactly("SECRET -a", "LISTENER +l@2");
  }

  @Test
  void a_new_envoy_waits_for_nothing() {
    snapshots.put(listener("l", "1"));
    envoy.subscribe(LISTENER);

    assertThat(envoy.said()).containsExactly("LISTENER +l@1");
  }
}
