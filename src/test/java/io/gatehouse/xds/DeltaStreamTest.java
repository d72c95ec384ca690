package io.gatehouse.xds;

import static io.gatehouse.xds.TestResources.cluster;
import static io.gatehouse.xds.TestResources.endpoint;
import static io.gatehouse.xds.TestResources.listener;
import static io.gatehouse.xds.TestResources.secret;
import static io.gatehouse.xds.XdsType.CLUSTER;
import static io.gatehouse.xds.XdsType.ENDPOINT;
import static io.gatehouse.xds.XdsType.LISTENER;
import static io.gatehouse.xds.XdsType.ROUTE;
import static io.gatehouse.xds.XdsType.SECRET;
import static org.assertj.core.api.Assertions.assertThat;

import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DeltaStreamTest {

  private final FixedSnapshots snapshots = new FixedSnapshots();
  private final DeltaProbe envoy = new DeltaProbe(snapshots);

  @Test
  void a_wildcard_subscription_gets_all_and_then_only_what_changes() {
    snapshots.put(cluster("a", "1"), cluster("b", "1"));
    envoy.subscribe(CLUSTER);
    assertThat(envoy.ackAll()).containsExactly("CLUSTER +a@1 +b@1");

    snapshots.put(cluster("b", "2"), cluster("c", "1"));
    assertThat(envoy.ackAll()).containsExactly("CLUSTER +b@2 +c@1");

    snapshots.remove(cluster("a", "1"));
    assertThat(envoy.ackAll()).containsExactly("CLUSTER -a");
  }

  @Test
  void a_wildcard_subscription_is_answered_even_where_there_is_nothing() {
    snapshots.put();
    envoy.subscribe(CLUSTER);
    envoy.subscribe(LISTENER);

    assertThat(envoy.ackAll()).containsExactly("CLUSTER", "LISTENER");
  }

  @Test
  void nothing_is_said_before_the_first_snapshot() {
    envoy.subscribe(CLUSTER);
    envoy.subscribe(ENDPOINT, "a");
    assertThat(envoy.said()).isEmpty();

    snapshots.put(cluster("a", "1"), endpoint("a", "1"));
    assertThat(envoy.said()).containsExactly("CLUSTER +a@1", "ENDPOINT +a@1");
  }

  @Test
  void only_the_names_that_are_asked_for_are_sent() {
    snapshots.put(endpoint("a", "1"), endpoint("b", "1"));
    envoy.subscribe(ENDPOINT, "a");
    assertThat(envoy.ackAll()).containsExactly("ENDPOINT +a@1");

    snapshots.put(endpoint("b", "2"));
    assertThat(envoy.said()).isEmpty();

    envoy.subscribe(ENDPOINT, "b");
    assertThat(envoy.ackAll()).containsExactly("ENDPOINT +b@2");
  }

  @Test
  void a_name_that_is_asked_for_again_is_sent_again() {
    snapshots.put(endpoint("a", "1"));
    envoy.subscribe(ENDPOINT, "a");
    envoy.ackAll();

    envoy.subscribe(ENDPOINT, "a");
    assertThat(envoy.ackAll()).containsExactly("ENDPOINT +a@1");
  }

  @Test
  void a_name_that_was_given_up_and_is_asked_for_later_is_sent() {
    snapshots.put(endpoint("a", "1"));
    envoy.subscribe(ENDPOINT, "a");
    envoy.ackAll();

    envoy.unsubscribe(ENDPOINT, "a");
    snapshots.put(endpoint("a", "2"));
    assertThat(envoy.said()).isEmpty();

    envoy.subscribe(ENDPOINT, "a");
    assertThat(envoy.ackAll()).containsExactly("ENDPOINT +a@2");
  }

  @Test
  void absent_names_are_answered_once() {
    snapshots.put(secret("other", "1"));
    envoy.subscribe(SECRET, "a");
    envoy.subscribe(ENDPOINT, "b");
    envoy.subscribe(ROUTE, "c");
    assertThat(envoy.ackAll()).containsExactly("SECRET -a", "ENDPOINT -b", "ROUTE -c");

    snapshots.put(secret("other", "2"));
    assertThat(envoy.said()).isEmpty();

    envoy.subscribe(SECRET, "a");
    assertThat(envoy.ackAll()).containsExactly("SECRET -a");

    snapshots.put(secret("a", "1"));
    assertThat(envoy.ackAll()).containsExactly("SECRET +a@1");
  }

  @Test
  void a_name_given_up_under_a_wildcard_is_said_again() {
    snapshots.put(cluster("a", "1"));
    envoy.subscribe(CLUSTER, "*", "a", "gone");
    envoy.ackAll();

    envoy.unsubscribe(CLUSTER, "a", "gone");
    assertThat(envoy.ackAll()).containsExactly("CLUSTER +a@1", "CLUSTER -gone");
  }

  @Test
  void giving_up_the_wildcard_leaves_the_names() {
    snapshots.put(cluster("a", "1"), cluster("b", "1"));
    envoy.subscribe(CLUSTER, "*", "a");
    envoy.ackAll();

    envoy.unsubscribe(CLUSTER, "*");
    snapshots.put(cluster("a", "2"), cluster("b", "2"));

    assertThat(envoy.ackAll()).containsExactly("CLUSTER +a@2");
  }

  @Test
  void several_responses_of_a_type_may_be_on_their_way() {
    envoy.subscribe(ENDPOINT, "a", "b");
    snapshots.put(endpoint("a", "1"), endpoint("b", "1"));
    snapshots.put(endpoint("a", "2"));
    List<DeltaDiscoveryResponse> first = envoy.responses();
    snapshots.put(endpoint("a", "3"));
    List<DeltaDiscoveryResponse> second = envoy.responses();
    assertThat(first).hasSize(1);
    assertThat(second).hasSize(1);
    envoy.events.take();

    envoy.ack(second.get(0));
    envoy.ack(first.get(0));
    assertThat(envoy.said()).isEmpty();
    assertThat(envoy.events.take())
        .containsExactly("acknowledged ENDPOINT {a=3}", "acknowledged ENDPOINT {a=2, b=1}");
  }

  @Test
  void a_version_that_comes_back_while_its_successor_is_on_its_way_is_sent_again() {
    envoy.subscribe(ENDPOINT, "a");
    snapshots.put(endpoint("a", "1"));
    envoy.ackAll();
    snapshots.put(endpoint("a", "2"));
    envoy.work();
    snapshots.put(endpoint("a", "1"));

    assertThat(envoy.ackAll()).containsExactly("ENDPOINT +a@2", "ENDPOINT +a@1");
  }

  @Test
  void listeners_go_one_by_one_and_others_together() {
    snapshots.put(secret("a", "1"), secret("b", "1"), listener("a", "1"), listener("b", "1"));
    envoy.subscribe(SECRET, "a", "b", "c");
    envoy.subscribe(LISTENER);

    assertThat(envoy.said())
        .containsExactly("SECRET +a@1 +b@1", "SECRET -c", "LISTENER +a@1", "LISTENER +b@1");
  }

  @Test
  void a_listener_leaves_before_another_comes() {
    snapshots.put(listener("a", "1"));
    envoy.subscribe(LISTENER);
    envoy.ackAll();

    snapshots.change(List.of(listener("0", "1"), listener("z", "1")), List.of(listener("a", "1")));
    assertThat(envoy.ackAll()).containsExactly("LISTENER -a", "LISTENER +0@1", "LISTENER +z@1");
  }

  @Test
  void a_response_stays_below_what_a_client_accepts() {
    for (int i = 0; i < 5; i++) {
      snapshots.put(TestResources.sized(CLUSTER, "c" + i, "1", 900_000));
    }
    envoy.subscribe(CLUSTER);

    List<DeltaDiscoveryResponse> responses = envoy.responses();
    assertThat(responses).hasSize(3);
    assertThat(responses).allMatch(response -> response.getSerializedSize() < 4_000_000);
  }

  @Test
  void a_resource_too_large_for_a_batch_is_sent_all_the_same() {
    snapshots.put(TestResources.sized(CLUSTER, "big", "1", 5_000_000), cluster("small", "1"));
    envoy.subscribe(CLUSTER);

    assertThat(envoy.ackAll()).containsExactlyInAnyOrder("CLUSTER +big@1", "CLUSTER +small@1");
  }

  @Test
  void a_changed_cluster_gets_its_endpoints_again() {
    snapshots.put(cluster("a", "1"), cluster("b", "1"), endpoint("a", "1"), endpoint("b", "1"));
    envoy.subscribe(CLUSTER);
    envoy.ackAll();
    envoy.subscribe(ENDPOINT, "a", "b");
    envoy.ackAll();

    snapshots.put(cluster("a", "2"));
    assertThat(envoy.ackAll()).containsExactly("CLUSTER +a@2", "ENDPOINT +a@1");
  }

  @Test
  void a_new_cluster_does_not_bring_endpoints_that_are_there_already() {
    snapshots.put(endpoint("a", "1"));
    envoy.subscribe(CLUSTER);
    envoy.subscribe(ENDPOINT, "a");
    envoy.ackAll();

    snapshots.put(cluster("a", "1"));
    assertThat(envoy.ackAll()).containsExactly("CLUSTER +a@1");
  }

  @Test
  void an_unknown_nonce_is_ignored_and_reported() {
    snapshots.put(cluster("a", "1"));
    envoy.subscribe(CLUSTER);
    DeltaDiscoveryResponse sent = envoy.responses().get(0);
    envoy.events.take();

    for (String nonce : List.of("nonsense", "-1", "0", "99")) {
      envoy.request(CLUSTER, request -> request.setResponseNonce(nonce));
    }
    assertThat(envoy.events.take()).hasSize(4).containsOnly("ignored CLUSTER unknown-nonce");
    assertThat(envoy.closed()).isEmpty();

    envoy.ack(sent);
    assertThat(envoy.events.take()).containsExactly("acknowledged CLUSTER {a=1}");
  }

  @Test
  void a_request_with_an_unknown_nonce_may_ask_for_names() {
    snapshots.put(endpoint("a", "1"));
    envoy.request(
        ENDPOINT, request -> request.setResponseNonce("x").addResourceNamesSubscribe("a"));

    assertThat(envoy.said()).containsExactly("ENDPOINT +a@1");
  }

  @Test
  void an_answer_that_comes_twice_counts_once() {
    snapshots.put(cluster("a", "1"));
    envoy.subscribe(CLUSTER);
    DeltaDiscoveryResponse sent = envoy.responses().get(0);
    envoy.ack(sent);
    envoy.events.take();

    envoy.ack(sent);
    assertThat(envoy.events.take()).isEmpty();
  }

  @Test
  void nonces_are_unique_on_a_stream() {
    snapshots.put(cluster("a", "1"), listener("a", "1"), secret("a", "1"), endpoint("a", "1"));
    envoy.subscribe(CLUSTER);
    envoy.subscribe(LISTENER);
    envoy.subscribe(SECRET, "a");
    envoy.subscribe(ENDPOINT, "a");

    List<DeltaDiscoveryResponse> responses = envoy.responses();
    Set<String> nonces = new HashSet<>();
    responses.forEach(response -> nonces.add(response.getNonce()));
    assertThat(nonces).hasSize(responses.size()).doesNotContain("");
    assertThat(responses).allMatch(response -> !response.getSystemVersionInfo().isEmpty());
  }

  @Test
  void a_type_that_is_not_served_is_ignored_and_reported() {
    snapshots.put(cluster("a", "1"));
    envoy.send(
        DeltaDiscoveryRequest.newBuilder()
            .setNode(StreamProbe.NODE)
            .setTypeUrl("type.googleapis.com/envoy.config.route.v3.VirtualHost")
            .addResourceNamesSubscribe("x")
            .build());
    envoy.subscribe(CLUSTER);

    assertThat(envoy.said()).containsExactly("CLUSTER +a@1");
    assertThat(envoy.events.take()).contains("connected envoy", "ignored - unknown-type");
  }

  @Test
  void a_single_type_service_serves_its_type_only_and_takes_it_for_granted() {
    DeltaProbe clusters = new DeltaProbe(snapshots, Optional.of(CLUSTER));
    snapshots.put(cluster("a", "1"), listener("b", "1"));
    clusters.send(DeltaDiscoveryRequest.newBuilder().setNode(StreamProbe.NODE).build());
    clusters.subscribe(LISTENER);

    assertThat(clusters.said()).containsExactly("CLUSTER +a@1");
    assertThat(clusters.events.take()).contains("ignored - unknown-type");
  }

  @Test
  void what_happens_is_reported_in_order() {
    snapshots.put(endpoint("a", "1"));
    envoy.subscribe(ENDPOINT, "a", "b");
    envoy.ackAll();
    envoy.unsubscribe(ENDPOINT, "b");
    envoy.stream.onEnd(StreamEnd.CONNECTION_LOST);
    envoy.work();

    assertThat(envoy.events.take())
        .containsExactly(
            "connected envoy",
            "subscribed ENDPOINT [a, b]",
            "sent ENDPOINT [a] -[]",
            "sent ENDPOINT [] -[b]",
            "acknowledged ENDPOINT {a=1}",
            "acknowledged ENDPOINT {b=}",
            "unsubscribed ENDPOINT [b]",
            "disconnected connection lost");
  }

  @Test
  void a_stream_that_is_over_follows_no_snapshots() {
    envoy.subscribe(CLUSTER);
    assertThat(snapshots.subscribers()).isOne();

    envoy.stream.onEnd(StreamEnd.CONNECTION_LOST);
    envoy.work();
    assertThat(snapshots.subscribers()).isZero();
    snapshots.put(cluster("a", "1"));
    assertThat(envoy.said()).isEmpty();
  }
}
