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

import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The order of routes and clusters. */
class MakeBeforeBreakTest {

  private static final Duration HOLD = XdsTimings.DEFAULT.routeHold();

  private final FixedSnapshots snapshots = new FixedSnapshots();
  private final DeltaProbe envoy = new DeltaProbe(snapshots);

  @Test
  void a_route_waits_for_a_new_cluster_that_it_names() {
    running(route("r", "1"), cluster("old", "1"));
    snapshots.put(cluster("new", "1"), route("r", "2", "new"));

    List<DeltaDiscoveryResponse> responses = envoy.responses();
    assertThat(responses).extracting(envoy::line).containsExactly("CLUSTER +new@1");
    envoy.ack(responses.get(0));
    assertThat(envoy.said()).containsExactly("ROUTE +r@2");
  }

  @Test
  void a_route_waits_until_its_new_cluster_has_endpoints() {
    running(route("r", "1"), cluster("old", "1"), endpoint("old", "1"));
    envoy.subscribe(ENDPOINT, "old");
    envoy.ackAll();
    snapshots.put(cluster("new", "1"), endpoint("new", "1"), route("r", "2", "new"));
    envoy.ack(envoy.responses().get(0));
    assertThat(envoy.said()).as("the cluster warms").isEmpty();

    envoy.subscribe(ENDPOINT, "new");
    List<DeltaDiscoveryResponse> responses = envoy.responses();
    assertThat(responses).extracting(envoy::line).containsExactly("ENDPOINT +new@1");
    envoy.ack(responses.get(0));
    assertThat(envoy.said()).containsExactly("ROUTE +r@2");
  }

  @Test
  void a_route_does_not_wait_for_endpoints_that_its_cluster_no_longer_has() {
    running(route("r", "1"), cluster("old", "1"));
    snapshots.put(cluster("new", "1"), endpoint("new", "1"), route("r", "2", "new"));
    envoy.ack(envoy.responses().get(0));
    assertThat(envoy.said()).as("the cluster warms").isEmpty();

    snapshots.remove(endpoint("new", "1"));
    snapshots.put(cluster("new", "2"));
    List<DeltaDiscoveryResponse> responses = envoy.responses();
    assertThat(responses).extracting(envoy::line).containsExactly("CLUSTER +new@2", "ROUTE +r@2");
  }

  @Test
  void endpoints_of_before_do_not_warm_a_cluster_that_comes_again() {
    running(route("r", "1", "c"), cluster("c", "1"), endpoint("c", "1"));
    envoy.subscribe(ENDPOINT, "c");
    DeltaDiscoveryResponse before = envoy.responses().get(0);
    snapshots.put(route("r", "2"));
    envoy.ackAll();
    snapshots.remove(cluster("c", "1"));
    envoy.ackAll();
    snapshots.put(cluster("c", "1"), route("r", "3", "c"));
    List<DeltaDiscoveryResponse> responses = envoy.responses();
    assertThat(responses).extracting(envoy::line).first().isEqualTo("CLUSTER +c@1");
    envoy.ack(responses.get(0));
    envoy.ack(before);
    assertThat(envoy.said()).doesNotContain("ROUTE +r@3");
  }

  @Test
  void a_route_waits_for_each_of_its_new_clusters() {
    running(route("r", "1"));
    snapshots.put(cluster("a", "1"));
    DeltaDiscoveryResponse first = envoy.responses().get(0);
    snapshots.put(cluster("b", "1"), route("r", "2", "a", "b"));
    DeltaDiscoveryResponse second = envoy.responses().get(0);

    envoy.ack(second);
    assertThat(envoy.said()).isEmpty();
    envoy.ack(first);
    assertThat(envoy.said()).containsExactly("ROUTE +r@2");
  }

  @Test
  void a_route_that_waits_for_what_is_served_no_more_goes_at_once() {
    running(route("r", "1"));
    snapshots.put(cluster("new", "1"), route("r", "2", "new"));
    assertThat(envoy.said()).containsExactly("CLUSTER +new@1");

    snapshots.remove(cluster("new", "1"));
    assertThat(envoy.said()).containsExactly("CLUSTER -new", "ROUTE +r@2");
  }

  @Test
  void a_route_that_waits_for_what_is_asked_for_no_more_goes_at_once() {
    snapshots.put(route("r", "1"));
    envoy.subscribe(CLUSTER, "new");
    envoy.subscribe(ROUTE, "r");
    envoy.ackAll();
    snapshots.put(cluster("new", "1"), route("r", "2", "new"));
    assertThat(envoy.said()).containsExactly("CLUSTER +new@1");

    envoy.unsubscribe(CLUSTER, "new");
    assertThat(envoy.said()).containsExactly("ROUTE +r@2");
  }

  @Test
  void other_routes_do_not_wait() {
    running(route("r", "1"), route("s", "1"), cluster("old", "1"));
    snapshots.put(cluster("new", "1"), route("r", "2", "new"), route("s", "2", "old"));

    assertThat(envoy.said()).containsExactly("CLUSTER +new@1", "ROUTE +s@2");
  }

  @Test
  void a_client_that_never_acknowledges_clusters_gets_the_route_after_five_seconds() {
    running(route("r", "1"), route("s", "1"));
    snapshots.put(cluster("new", "1"), route("r", "2", "new"));
    assertThat(envoy.said()).containsExactly("CLUSTER +new@1");
    envoy.events.take();

    envoy.advance(HOLD.minusMillis(1));
    assertThat(envoy.said()).isEmpty();
    envoy.advance(Duration.ofMillis(1));
    assertThat(envoy.said()).containsExactly("ROUTE +r@2");
    assertThat(envoy.events.take()).containsExactly("sent ROUTE [r] -[]", "forced r [new]");
  }

  @Test
  void a_client_that_never_acknowledges_clusters_gets_all_else_at_once() {
    snapshots.put(
        cluster("c", "1"),
        endpoint("c", "1"),
        listener("l", "1"),
        secret("s", "1"),
        route("r", "1", "c"),
        route("direct", "1"));
    envoy.subscribe(CLUSTER);
    assertThat(envoy.said()).containsExactly("CLUSTER +c@1");
    envoy.subscribe(ENDPOINT, "c");
    envoy.subscribe(LISTENER);
    envoy.subscribe(SECRET, "s");
    envoy.subscribe(ROUTE, "r", "direct");

    assertThat(envoy.said())
        .containsExactly("ENDPOINT +c@1", "LISTENER +l@1", "SECRET +s@1", "ROUTE +direct@1");

    snapshots.put(cluster("d", "1"), endpoint("c", "2"), secret("s", "2"), listener("l", "2"));
    assertThat(envoy.said())
        .containsExactly("SECRET +s@2", "CLUSTER +d@1", "ENDPOINT +c@2", "LISTENER +l@2");
  }

  @Test
  void a_route_that_goes_on_changing_is_not_held_back_for_longer() {
    running(route("r", "1"));
    snapshots.put(cluster("new", "1"), route("r", "2", "new"));
    envoy.advance(HOLD.minusMillis(1));
    snapshots.put(route("r", "3", "new"));
    envoy.said();

    envoy.advance(Duration.ofMillis(1));
    assertThat(envoy.said()).containsExactly("ROUTE +r@3");
  }

  @Test
  void a_route_that_was_forced_does_not_wait_again_for_the_same_cluster() {
    running(route("r", "1"));
    snapshots.put(cluster("new", "1"), route("r", "2", "new"));
    envoy.advance(HOLD);
    envoy.said();

    snapshots.put(route("r", "3", "new"));
    assertThat(envoy.said()).containsExactly("ROUTE +r@3");
  }

  @Test
  void a_changed_cluster_holds_no_route_back() {
    running(route("r", "1"), cluster("c", "1"));
    snapshots.put(cluster("c", "2"), route("r", "2", "c"));

    assertThat(envoy.said()).containsExactly("CLUSTER +c@2", "ROUTE +r@2");
  }

  @Test
  void a_refused_cluster_holds_back_only_routes_that_name_it_and_not_for_ever() {
    running(route("r", "1"), route("s", "1"));
    snapshots.put(cluster("bad", "1"));
    envoy.nack(envoy.responses().get(0), "no");
    snapshots.put(route("r", "2", "bad"), route("s", "2"));
    assertThat(envoy.said()).containsExactly("ROUTE +s@2");

    envoy.advance(HOLD);
    assertThat(envoy.said()).containsExactly("ROUTE +r@2");
    assertThat(envoy.events.take()).contains("forced r [bad]");
  }

  @Test
  void a_cluster_that_does_not_exist_holds_no_route_back() {
    running(route("r", "1"));
    snapshots.put(route("r", "2", "nowhere"));

    assertThat(envoy.said()).containsExactly("ROUTE +r@2");
  }

  @Test
  void a_stream_without_clusters_holds_no_route_back() {
    snapshots.put(cluster("c", "1"), route("r", "1", "c"));
    envoy.subscribe(ROUTE, "r");

    assertThat(envoy.said()).containsExactly("ROUTE +r@1");
  }

  @Test
  void a_cluster_stays_until_no_route_in_use_names_it() {
    running(route("r", "1", "c"), route("s", "1", "c"), cluster("c", "1"));
    snapshots.change(List.of(route("r", "2"), route("s", "2")), List.of(cluster("c", "1")));

    List<DeltaDiscoveryResponse> responses = envoy.responses();
    assertThat(responses).extracting(envoy::line).containsExactly("ROUTE +r@2 +s@2");
    assertThat(envoy.said()).isEmpty();
    envoy.ack(responses.get(0));
    assertThat(envoy.said()).containsExactly("CLUSTER -c");
  }

  /** Its Service is gone, and the route still names it: its endpoints may be others' by now. */
  @Test
  void a_cluster_goes_although_a_route_is_to_go_on_naming_it() {
    running(route("r", "1", "c"), cluster("c", "1"));
    snapshots.remove(cluster("c", "1"));
    assertThat(envoy.said()).containsExactly("CLUSTER -c");
  }

  @Test
  void a_cluster_goes_once_all_routes_are_as_they_are_to_be_though_they_name_it() {
    running(route("r", "1", "c"), cluster("c", "1"));
    snapshots.change(List.of(route("r", "2", "c")), List.of(cluster("c", "1")));
    List<DeltaDiscoveryResponse> responses = envoy.responses();
    assertThat(responses).extracting(envoy::line).containsExactly("ROUTE +r@2");
    envoy.ack(responses.get(0));
    assertThat(envoy.said()).containsExactly("CLUSTER -c");
  }

  @Test
  void a_cluster_stays_while_a_route_without_it_is_refused() {
    running(route("r", "1", "c"), cluster("c", "1"));
    snapshots.change(List.of(route("r", "bad")), List.of(cluster("c", "1")));
    envoy.nack(envoy.responses().get(0), "no");
    assertThat(envoy.said()).isEmpty();

    snapshots.put(route("r", "3"));
    assertThat(envoy.ackAll()).containsExactly("ROUTE +r@3", "CLUSTER -c");
  }

  @Test
  void a_cluster_goes_once_the_last_route_that_names_it_is_followed_no_more() {
    running(route("r", "1", "c"), cluster("c", "1"));
    snapshots.change(List.of(route("r", "2")), List.of(cluster("c", "1")));
    assertThat(envoy.said()).containsExactly("ROUTE +r@2");

    envoy.unsubscribe(ROUTE, "r");
    assertThat(envoy.said()).containsExactly("CLUSTER -c");
  }

  @Test
  void a_route_that_is_acknowledged_after_it_was_given_up_keeps_no_cluster() {
    running(cluster("c", "1"));
    snapshots.put(route("r", "1", "c"));
    DeltaDiscoveryResponse sent = envoy.responses().get(0);
    envoy.unsubscribe(ROUTE, "r");
    envoy.ack(sent);
    snapshots.remove(cluster("c", "1"));

    assertThat(envoy.said()).containsExactly("CLUSTER -c");
  }

  @Test
  void a_cluster_goes_once_the_last_route_that_names_it_is_gone() {
    running(route("r", "1", "c"), cluster("c", "1"));
    snapshots.remove(cluster("c", "1"), route("r", "1"));

    assertThat(envoy.ackAll()).containsExactly("ROUTE -r", "CLUSTER -c");
  }

  @Test
  void a_cluster_that_comes_back_before_it_went_is_not_touched() {
    running(route("r", "1", "c"), cluster("c", "1"));
    snapshots.change(List.of(route("r", "2")), List.of(cluster("c", "1")));
    envoy.work();
    snapshots.put(cluster("c", "1"), route("r", "3", "c"));

    assertThat(envoy.ackAll()).containsExactly("ROUTE +r@2", "ROUTE +r@3");
  }

  @Test
  void the_endpoints_of_a_cluster_that_stays_stay_too() {
    snapshots.put(route("r", "1", "c"), cluster("c", "1"), endpoint("c", "1"));
    envoy.subscribe(CLUSTER);
    envoy.ackAll();
    envoy.subscribe(ENDPOINT, "c");
    envoy.subscribe(ROUTE, "r");
    envoy.ackAll();

    snapshots.change(List.of(route("r", "2")), List.of(cluster("c", "1"), endpoint("c", "1")));
    assertThat(envoy.said()).containsExactly("ROUTE +r@2");
  }

  @Test
  void a_service_without_endpoints_is_answered_at_once_and_delays_no_one() {
    snapshots.put(
        cluster("empty", "1"),
        endpoint("empty", "1"),
        cluster("full", "1"),
        endpoint("full", "1"),
        route("r", "1", "empty"),
        route("s", "1", "full"));
    envoy.subscribe(CLUSTER);
    DeltaDiscoveryResponse clusters = envoy.responses().get(0);
    envoy.subscribe(ENDPOINT, "empty", "full", "unknown");
    List<DeltaDiscoveryResponse> endpoints = envoy.responses();
    assertThat(endpoints)
        .extracting(envoy::line)
        .containsExactly("ENDPOINT +empty@1 +full@1", "ENDPOINT -unknown");

    envoy.ack(clusters);
    envoy.ack(endpoints.get(0));
    envoy.subscribe(ROUTE, "r", "s");
    assertThat(envoy.said()).containsExactly("ROUTE +r@1 +s@1");
  }

  private void running(XdsResource... resources) {
    snapshots.put(resources);
    envoy.subscribe(CLUSTER);
    envoy.ackAll();
    envoy.subscribe(ROUTE, "r", "s");
    envoy.ackAll();
    envoy.events.take();
  }
}
