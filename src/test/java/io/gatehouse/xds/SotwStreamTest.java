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

import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SotwStreamTest {

  private final FixedSnapshots snapshots = new FixedSnapshots();
  private final SotwProbe envoy = new SotwProbe(snapshots);

  @Test
  void clusters_are_always_named_all() {
    snapshots.put(cluster("a", "1"), cluster("b", "1"));
    envoy.subscribe(CLUSTER);
    assertThat(envoy.ackAll()).containsExactly("CLUSTER a@1 b@1");

    snapshots.put(cluster("b", "2"));
    assertThat(envoy.ackAll()).containsExactly("CLUSTER a@1 b@2");

    snapshots.remove(cluster("a", "1"));
    assertThat(envoy.ackAll()).containsExactly("CLUSTER b@2");
  }

  @Test
  void all_is_answered_even_where_there_is_nothing() {
    snapshots.put();
    envoy.subscribe(CLUSTER);
    envoy.subscribe(LISTENER);

    assertThat(envoy.ackAll()).containsExactly("CLUSTER", "LISTENER");
  }

  @Test
  void endpoints_routes_and_secrets_are_sent_only_where_asked_for_or_changed() {
    snapshots.put(
        endpoint("a", "1"),
        endpoint("b", "1"),
        route("r", "1"),
        secret("s", "1"),
        secret("t", "1"));
    envoy.subscribe(ENDPOINT, "a");
    envoy.subscribe(ROUTE, "r");
    envoy.subscribe(SECRET, "s", "t");
    assertThat(envoy.ackAll()).containsExactly("ENDPOINT a@1", "ROUTE r@1", "SECRET s@1 t@1");

    envoy.subscribe(ENDPOINT, "a", "b");
    assertThat(envoy.ackAll()).containsExactly("ENDPOINT b@1");

    snapshots.put(endpoint("a", "2"), secret("t", "2"));
    assertThat(envoy.ackAll()).containsExactly("SECRET t@2", "ENDPOINT a@2");
  }

  @Test
  void an_absent_name_stalls_no_other() {
    snapshots.put(secret("a", "1"));
    envoy.subscribe(SECRET, "a", "absent");
    assertThat(envoy.ackAll()).containsExactly("SECRET a@1");

    snapshots.put(secret("absent", "1"));
    assertThat(envoy.ackAll()).containsExactly("SECRET absent@1");
  }

  @Test
  void a_name_that_is_left_out_and_named_again_is_sent_again() {
    snapshots.put(endpoint("a", "1"), endpoint("b", "1"));
    envoy.subscribe(ENDPOINT, "a", "b");
    envoy.ackAll();

    envoy.subscribe(ENDPOINT, "b");
    envoy.subscribe(ENDPOINT, "a", "b");
    assertThat(envoy.ackAll()).containsExactly("ENDPOINT a@1");
  }

  @Test
  void a_changed_cluster_gets_its_endpoints_again() {
    snapshots.put(cluster("a", "1"), cluster("b", "1"), endpoint("a", "1"), endpoint("b", "1"));
    envoy.subscribe(CLUSTER);
    envoy.subscribe(ENDPOINT, "a", "b");
    envoy.ackAll();

    snapshots.put(cluster("a", "2"));
    assertThat(envoy.ackAll()).containsExactly("CLUSTER a@2 b@1", "ENDPOINT a@1");
  }

  @Test
  void a_new_envoy_gets_its_listeners_one_after_the_other() {
    snapshots.put(listener("a", "1"), listener("b", "1"));
    envoy.subscribe(LISTENER);
    assertThat(envoy.responses()).hasSize(1).allSatisfy(envoy::ack);

    assertThat(envoy.ackAll()).containsExactly("LISTENER a@1 b@1");
  }

  @Test
  void a_refused_listener_is_left_out_and_does_not_loop() {
    snapshots.put(listener("bad", "1"), listener("good", "1"));
    envoy.subscribe(LISTENER);
    DiscoveryResponse bad = envoy.responses().get(0);
    assertThat(envoy.line(bad)).isEqualTo("LISTENER bad@1");
    envoy.nack(bad, "no");
    assertThat(envoy.ackAll()).containsExactly("LISTENER good@1");
    assertThat(envoy.events.take()).contains("refused LISTENER [bad] no exact");

    snapshots.put(listener("good", "2"));
    assertThat(envoy.ackAll()).containsExactly("LISTENER good@2");
  }

  @Test
  void a_refused_change_of_a_listener_is_replaced_by_the_form_in_use() {
    snapshots.put(listener("a", "1"), listener("b", "1"));
    envoy.subscribe(LISTENER);
    envoy.ackAll();
    snapshots.put(listener("a", "bad"));
    envoy.nack(envoy.responses().get(0), "no");
    assertThat(envoy.said()).isEmpty();

    snapshots.put(listener("b", "2"));
    assertThat(envoy.ackAll()).containsExactly("LISTENER a@1 b@2");
  }

  @Test
  void a_returning_envoy_gets_all_its_listeners_at_once_so_that_it_drops_none() {
    snapshots.put(listener("a", "2"), listener("b", "2"));
    envoy.resume(LISTENER);
    envoy.advance(Duration.ofMillis(500));

    assertThat(envoy.ackAll()).containsExactly("LISTENER a@2 b@2");
  }

  @Test
  void a_listener_that_a_returning_envoy_refuses_stays_named_so_that_it_keeps_its_own() {
    snapshots.put(listener("a", "2"), listener("b", "bad"));
    envoy.resume(LISTENER);
    envoy.advance(Duration.ofMillis(500));
    envoy.nack(envoy.responses().get(0), "Error adding/updating listener(s) b: no\n");
    assertThat(envoy.events.take())
        .contains(
            "refused LISTENER [b] Error adding/updating listener(s) b: no\n exact",
            "acknowledged LISTENER {a=2}");
    assertThat(envoy.said()).isEmpty();

    snapshots.put(listener("a", "3"));
    DiscoveryResponse next = envoy.responses().get(0);
    assertThat(envoy.line(next)).isEqualTo("LISTENER a@3 b@bad");
    envoy.nack(next, "Error adding/updating listener(s) b: no\n");
    assertThat(envoy.events.take()).contains("acknowledged LISTENER {a=3}");

    snapshots.put(listener("b", "4"));
    assertThat(envoy.ackAll()).containsExactly("LISTENER a@3 b@4");
  }

  @Test
  void a_cluster_that_was_refused_and_then_accepted_with_the_others_holds_no_route_back() {
    snapshots.put(cluster("a", "1"), cluster("b", "1"));
    envoy.resume(CLUSTER);
    envoy.nack(envoy.responses().get(0), "Error adding/updating cluster(s) b: no");
    snapshots.put(cluster("a", "2"));
    assertThat(envoy.ackAll()).containsExactly("CLUSTER a@2 b@1");

    snapshots.put(route("r", "1", "b"));
    envoy.subscribe(ROUTE, "r");
    assertThat(envoy.said()).containsExactly("ROUTE r@1");
  }

  @Test
  void clusters_that_envoy_names_in_its_refusal_are_left_out() {
    snapshots.put(cluster("bad", "1"), cluster("bad2", "1"), cluster("good", "1"));
    envoy.subscribe(CLUSTER);
    envoy.nack(envoy.responses().get(0), "Error adding/updating cluster(s) bad: no, bad2: neither");
    assertThat(envoy.events.take())
        .contains(
            "refused CLUSTER [bad, bad2] Error adding/updating cluster(s) bad: no, bad2: neither"
                + " inexact",
            "acknowledged CLUSTER {good=1}");
    assertThat(envoy.said()).isEmpty();

    snapshots.put(cluster("bad", "2"));
    assertThat(envoy.ackAll()).containsExactly("CLUSTER bad@2 good@1");
  }

  @Test
  void clusters_that_could_not_be_read_are_tried_one_by_one() {
    snapshots.put(cluster("a", "1"), cluster("bad", "1"), cluster("c", "1"));
    envoy.subscribe(CLUSTER);
    envoy.nack(envoy.responses().get(0), "Proto constraint validation failed");
    for (int i = 0; i < 3; i++) {
      List<DiscoveryResponse> responses = envoy.responses();
      assertThat(responses).hasSize(1);
      if (envoy.line(responses.get(0)).contains("bad@1")) {
        envoy.nack(responses.get(0), "Proto constraint validation failed");
      } else {
        envoy.ack(responses.get(0));
      }
    }
    assertThat(envoy.said()).isEmpty();
    assertThat(envoy.events.take())
        .contains("refused CLUSTER [bad] Proto constraint validation failed exact");

    snapshots.put(cluster("c", "2"));
    assertThat(envoy.ackAll()).containsExactly("CLUSTER a@1 c@2");
  }

  @Test
  void clusters_go_out_while_others_are_not_acknowledged() {
    snapshots.put(cluster("a", "1"));
    envoy.subscribe(CLUSTER);
    assertThat(envoy.said()).containsExactly("CLUSTER a@1");

    snapshots.put(cluster("b", "1"));
    List<DiscoveryResponse> second = envoy.responses();
    assertThat(second).extracting(envoy::line).containsExactly("CLUSTER a@1 b@1");
    envoy.events.take();
    envoy.ack(second.get(0));
    assertThat(envoy.events.take()).containsExactly("acknowledged CLUSTER {a=1, b=1}");
  }

  @Test
  void a_route_waits_for_its_cluster_and_a_cluster_for_its_route() {
    snapshots.put(cluster("a", "1"), route("r", "1", "a"));
    envoy.subscribe(CLUSTER);
    DiscoveryResponse clusters = envoy.responses().get(0);
    envoy.subscribe(ROUTE, "r");
    assertThat(envoy.said()).isEmpty();
    envoy.ack(clusters);
    assertThat(envoy.ackAll()).containsExactly("ROUTE r@1");

    snapshots.change(List.of(cluster("b", "1"), route("r", "2", "b")), List.of(cluster("a", "1")));
    assertThat(envoy.ackAll()).containsExactly("CLUSTER a@1 b@1", "ROUTE r@2", "CLUSTER b@1");
  }

  @Test
  void listeners_of_a_returning_envoy_wait_for_a_snapshot_that_holds_its_secrets() {
    snapshots.put(listener("l", "without a"));
    snapshots.onHold(
        names -> {
          snapshots.hold("a");
          snapshots.put(listener("l", "with a"));
        });
    envoy.resume(LISTENER);
    assertThat(envoy.said()).isEmpty();
    envoy.resume(SECRET, "a");

    assertThat(snapshots.holds()).containsExactly(Set.of("a"));
    assertThat(envoy.ackAll()).containsExactly("LISTENER l@with a");
  }

  @Test
  void names_of_clusters_may_be_chosen() {
    snapshots.put(cluster("a", "1"), cluster("b", "1"));
    envoy.subscribe(CLUSTER, "a", "absent");
    assertThat(envoy.ackAll()).containsExactly("CLUSTER a@1");

    envoy.subscribe(CLUSTER, "*");
    assertThat(envoy.ackAll()).containsExactly("CLUSTER a@1 b@1");
  }

  @Test
  void an_unknown_nonce_is_ignored_and_reported() {
    snapshots.put(cluster("a", "1"));
    envoy.subscribe(CLUSTER);
    envoy.ack(DiscoveryResponse.newBuilder().setTypeUrl(CLUSTER.typeUrl()).setNonce("99").build());

    assertThat(envoy.events.take()).contains("ignored CLUSTER unknown-nonce");
    assertThat(envoy.closed()).isEmpty();
  }
}
