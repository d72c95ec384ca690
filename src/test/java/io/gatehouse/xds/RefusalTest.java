package io.gatehouse.xds;

import static io.gatehouse.xds.TestResources.cluster;
import static io.gatehouse.xds.TestResources.endpoint;
import static io.gatehouse.xds.TestResources.listener;
import static io.gatehouse.xds.TestResources.secret;
import static io.gatehouse.xds.XdsType.CLUSTER;
import static io.gatehouse.xds.XdsType.ENDPOINT;
import static io.gatehouse.xds.XdsType.LISTENER;
import static io.gatehouse.xds.XdsType.SECRET;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an Envoy refuses, by the incremental protocol. */
class RefusalTest {

  private final FixedSnapshots snapshots = new FixedSnapshots();
  private final DeltaProbe envoy = new DeltaProbe(snapshots);

  @Test
  void what_was_refused_is_not_sent_again_at_that_version() {
    snapshots.put(secret("a", "1"));
    envoy.subscribe(SECRET, "a");
    envoy.ackAll();
    snapshots.put(secret("a", "bad"));
    envoy.nack(envoy.responses().get(0), "no");
    assertThat(envoy.events.take()).contains("refused SECRET [a] no exact");

    snapshots.put(secret("b", "1"));
    snapshots.put(secret("a", "bad"));
    assertThat(envoy.said()).isEmpty();

    snapshots.put(secret("a", "2"));
    assertThat(envoy.ackAll()).containsExactly("SECRET +a@2");
  }

  @Test
  void going_back_from_a_refused_version_to_the_one_in_use_sends_nothing() {
    snapshots.put(secret("a", "1"));
    envoy.subscribe(SECRET, "a");
    envoy.ackAll();
    snapshots.put(secret("a", "bad"));
    envoy.nack(envoy.responses().get(0), "no");

    snapshots.put(secret("a", "1"));
    assertThat(envoy.said()).isEmpty();
  }

  @Test
  void a_new_subscription_to_what_was_refused_gets_the_last_good_form() {
    snapshots.put(secret("a", "1"));
    envoy.subscribe(SECRET, "a");
    envoy.ackAll();
    snapshots.put(secret("a", "bad"));
    envoy.nack(envoy.responses().get(0), "no");

    envoy.subscribe(SECRET, "a");
    assertThat(envoy.ackAll()).containsExactly("SECRET +a@1");
  }

  @Test
  void a_new_subscription_to_what_was_refused_from_the_start_is_told_that_there_is_none() {
    snapshots.put(secret("a", "bad"));
    envoy.subscribe(SECRET, "a");
    envoy.nack(envoy.responses().get(0), "no");
    snapshots.put(secret("a", "bad"));
    assertThat(envoy.said()).isEmpty();

    envoy.subscribe(SECRET, "a");
    assertThat(envoy.ackAll()).containsExactly("SECRET -a");
  }

  @Test
  void a_refused_batch_is_sent_again_one_by_one_so_that_the_bad_one_is_known() {
    snapshots.put(cluster("a", "1"), cluster("bad", "1"), cluster("c", "1"));
    envoy.subscribe(CLUSTER);
    DeltaDiscoveryResponse batch = envoy.responses().get(0);
    envoy.events.take();

    envoy.nack(batch, "no");
    assertThat(envoy.events.take()).startsWith("refused CLUSTER [a, bad, c] no inexact");
    List<DeltaDiscoveryResponse> single = envoy.responses();
    assertThat(single)
        .extracting(envoy::line)
        .containsExactlyInAnyOrder("CLUSTER +a@1", "CLUSTER +bad@1", "CLUSTER +c@1");
    for (DeltaDiscoveryResponse response : single) {
      if (response.getResources(0).getName().equals("bad")) {
        envoy.nack(response, "really");
      } else {
        envoy.ack(response);
      }
    }

    assertThat(envoy.said()).isEmpty();
    assertThat(envoy.events.take())
        .contains(
            "acknowledged CLUSTER {a=1}",
            "acknowledged CLUSTER {c=1}",
            "refused CLUSTER [bad] really exact");

    snapshots.put(cluster("a", "2"), cluster("c", "2"));
    assertThat(envoy.ackAll()).containsExactly("CLUSTER +a@2 +c@2");
  }

  @Test
  void a_member_of_a_refused_batch_is_sent_in_other_words_and_only_then() {
    snapshots.put(wordy("a"), wordy("b"));
    envoy.subscribe(SECRET, "a", "b");
    DeltaDiscoveryResponse batch = envoy.responses().get(0);
    assertThat(bodies(batch)).containsExactly("a@1", "b@1");

    envoy.nack(batch, "no");
    List<DeltaDiscoveryResponse> single = envoy.responses();
    assertThat(single).extracting(envoy::line).containsExactly("SECRET +a@1", "SECRET +b@1");
    assertThat(single).flatExtracting(RefusalTest::bodies).containsExactly("a, 1", "b, 1");
    envoy.nack(single.get(0), "really");
    envoy.ack(single.get(1));
    assertThat(envoy.said()).isEmpty();

    envoy.subscribe(SECRET, "b");
    assertThat(envoy.responses())
        .flatExtracting(RefusalTest::bodies)
        .as("as it was before, which now is other bytes again")
        .containsExactly("b@1");
  }

  private static XdsResource wordy(String name) {
    Any other =
        Any.newBuilder()
            .setTypeUrl(SECRET.typeUrl())
            .setValue(ByteString.copyFromUtf8(name + ", 1"))
            .build();
    return secret(name, "1").rewordedBy(() -> other);
  }

  @Test
  void files_that_envoy_could_not_read_are_asked_for_again_ever_more_seldom_and_in_other_words() {
    snapshots.put(inFiles("a"));
    envoy.subscribe(SECRET, "a");
    DeltaDiscoveryResponse first = envoy.responses().get(0);
    envoy.nack(first, "no such file");
    assertThat(envoy.said()).isEmpty();

    envoy.advance(Duration.ofSeconds(5));
    DeltaDiscoveryResponse second = envoy.responses().get(0);
    envoy.nack(second, "no such file");
    envoy.advance(Duration.ofSeconds(9));
    assertThat(envoy.said()).isEmpty();
    envoy.advance(Duration.ofSeconds(1));
    DeltaDiscoveryResponse third = envoy.responses().get(0);

    assertThat(bodies(first)).isEqualTo(bodies(third)).isNotEqualTo(bodies(second));
    envoy.ack(third);
    envoy.advance(Duration.ofHours(1));
    assertThat(envoy.said()).isEmpty();
  }

  @Test
  void files_go_alone_and_after_all_other_secrets() {
    snapshots.put(inFiles("a"), secret("b", "1"), inFiles("c"), secret("d", "1"));
    envoy.subscribe(SECRET, "a", "b", "c", "d");

    assertThat(envoy.said()).containsExactly("SECRET +b@1 +d@1", "SECRET +a@1", "SECRET +c@1");
  }

  private static XdsResource inFiles(String name) {
    return wordy(name).asUncertain();
  }

  private static List<String> bodies(DeltaDiscoveryResponse response) {
    return response.getResourcesList().stream()
        .map(resource -> resource.getResource().getValue().toStringUtf8())
        .toList();
  }

  @Test
  void a_member_of_a_refused_batch_takes_no_other_along() {
    snapshots.put(cluster("a", "1"), cluster("b", "1"));
    envoy.subscribe(CLUSTER);
    DeltaDiscoveryResponse batch = envoy.responses().get(0);
    envoy.setRoom(0);
    envoy.nack(batch, "no");
    snapshots.put(cluster("new", "1"));
    envoy.work();
    envoy.setRoom(10);

    assertThat(envoy.said())
        .containsExactlyInAnyOrder("CLUSTER +a@1", "CLUSTER +b@1", "CLUSTER +new@1");
  }

  @Test
  void a_member_of_a_refused_batch_is_sent_again_even_if_it_changed_back_meanwhile() {
    snapshots.put(endpoint("a", "1"), endpoint("b", "1"));
    envoy.subscribe(ENDPOINT, "a", "b");
    envoy.ackAll();
    snapshots.put(endpoint("a", "2"), endpoint("b", "bad"));
    DeltaDiscoveryResponse batch = envoy.responses().get(0);
    snapshots.put(endpoint("a", "1"));
    envoy.ackAll();

    envoy.nack(batch, "no");
    assertThat(envoy.ackAll()).containsExactlyInAnyOrder("ENDPOINT +a@1", "ENDPOINT +b@bad");
  }

  @Test
  void a_refused_listener_does_not_loop_and_leaves_the_others_alone() {
    snapshots.put(listener("good", "1"), listener("bad", "1"));
    envoy.subscribe(LISTENER);
    for (DeltaDiscoveryResponse response : envoy.responses()) {
      if (response.getResources(0).getName().equals("bad")) {
        envoy.nack(response, "no");
      } else {
        envoy.ack(response);
      }
    }
    assertThat(envoy.said()).isEmpty();

    snapshots.put(listener("good", "2"));
    assertThat(envoy.ackAll()).containsExactly("LISTENER +good@2");
  }

  @Test
  void a_refused_removal_is_not_said_again() {
    snapshots.put(secret("a", "1"));
    envoy.subscribe(SECRET, "a");
    envoy.ackAll();
    snapshots.remove(secret("a", "1"));
    envoy.nack(envoy.responses().get(0), "no");
    assertThat(envoy.said()).isEmpty();

    snapshots.put(secret("a", "1"));
    assertThat(envoy.ackAll()).containsExactly("SECRET +a@1");
  }

  @Test
  void a_refusal_that_comes_after_a_newer_version_was_sent_leaves_that_one_in_flight() {
    envoy.subscribe(SECRET, "a");
    snapshots.put(secret("a", "bad"));
    DeltaDiscoveryResponse bad = envoy.responses().get(0);
    snapshots.put(secret("a", "2"));
    DeltaDiscoveryResponse good = envoy.responses().get(0);

    envoy.nack(bad, "no");
    snapshots.put(secret("a", "2"));
    assertThat(envoy.said()).isEmpty();
    envoy.ack(good);
    snapshots.put(secret("a", "2"));
    assertThat(envoy.said()).isEmpty();
  }
}
