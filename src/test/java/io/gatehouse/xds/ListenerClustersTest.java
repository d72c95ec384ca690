package io.gatehouse.xds;

import static io.gatehouse.xds.TestResources.cluster;
import static io.gatehouse.xds.TestResources.endpoint;
import static io.gatehouse.xds.TestResources.resource;
import static io.gatehouse.xds.XdsType.CLUSTER;
import static io.gatehouse.xds.XdsType.ENDPOINT;
import static io.gatehouse.xds.XdsType.LISTENER;
import static org.assertj.core.api.Assertions.assertThat;

import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Listeners that forward connections to clusters that they name themselves. */
class ListenerClustersTest {

  private final FixedSnapshots snapshots = new FixedSnapshots();
  private final DeltaProbe envoy = new DeltaProbe(snapshots);

  @Test
  void a_listener_waits_until_its_new_cluster_has_endpoints_and_others_do_not() {
    running(listener("l", "1"), listener("other", "1"));
    snapshots.put(
        cluster("new", "1"),
        endpoint("new", "1"),
        listener("l", "2", "new"),
        listener("other", "2"));

    List<DeltaDiscoveryResponse> responses = envoy.responses();
    assertThat(responses)
        .extracting(envoy::line)
        .containsExactly("CLUSTER +new@1", "LISTENER +other@2");
    responses.forEach(envoy::ack);
    assertThat(envoy.said()).isEmpty();
    envoy.subscribe(ENDPOINT, "new");
    envoy.ack(envoy.responses().get(0));
    assertThat(envoy.said()).containsExactly("LISTENER +l@2");
  }

  @Test
  void a_client_that_never_acknowledges_clusters_gets_the_listener_after_five_seconds() {
    running(listener("l", "1"));
    snapshots.put(cluster("new", "1"), listener("l", "2", "new"));
    assertThat(envoy.said()).containsExactly("CLUSTER +new@1");

    envoy.advance(XdsTimings.DEFAULT.routeHold());
    assertThat(envoy.said()).containsExactly("LISTENER +l@2");
  }

  @Test
  void a_cluster_stays_until_the_listener_without_it_is_acknowledged() {
    running(cluster("c", "1"), listener("l", "1", "c"));
    snapshots.change(List.of(listener("l", "2")), List.of(cluster("c", "1")));

    List<DeltaDiscoveryResponse> responses = envoy.responses();
    assertThat(responses).extracting(envoy::line).containsExactly("LISTENER +l@2");
    envoy.ack(responses.get(0));
    assertThat(envoy.said()).containsExactly("CLUSTER -c");
  }

  @Test
  void a_cluster_stays_until_neither_route_nor_listener_names_it() {
    running(cluster("c", "1"), listener("l", "1", "c"), TestResources.route("r", "1", "c"));
    envoy.subscribe(XdsType.ROUTE, "r");
    envoy.ackAll();
    snapshots.change(
        List.of(listener("l", "2"), TestResources.route("r", "2")), List.of(cluster("c", "1")));

    List<DeltaDiscoveryResponse> responses = envoy.responses();
    assertThat(responses).extracting(envoy::line).containsExactly("LISTENER +l@2", "ROUTE +r@2");
    envoy.ack(responses.get(1));
    assertThat(envoy.said()).isEmpty();
    envoy.ack(responses.get(0));
    assertThat(envoy.said()).containsExactly("CLUSTER -c");
  }

  @Test
  void a_client_that_comes_back_keeps_the_clusters_of_listeners_that_are_to_be_replaced() {
    snapshots.put(listener("l", "2"));
    envoy.resume(CLUSTER, Map.of("c", "1"));
    envoy.resume(LISTENER, Map.of("l", "1"));
    envoy.resume(XdsType.ROUTE, Map.of());
    envoy.resume(XdsType.SECRET, Map.of());

    List<DeltaDiscoveryResponse> responses = envoy.responses();
    assertThat(responses).extracting(envoy::line).containsExactly("LISTENER +l@2");
    envoy.ack(responses.get(0));
    assertThat(envoy.said()).containsExactly("CLUSTER -c");
  }

  @Test
  void a_client_that_starts_is_not_told_that_there_is_nothing_while_all_of_it_waits() {
    snapshots.put(cluster("c", "1"), listener("l", "1", "c"));
    envoy.subscribe(CLUSTER);
    envoy.subscribe(LISTENER);

    List<DeltaDiscoveryResponse> responses = envoy.responses();
    assertThat(responses).extracting(envoy::line).containsExactly("CLUSTER +c@1");
    envoy.ack(responses.get(0));
    assertThat(envoy.said()).containsExactly("LISTENER +l@1");
  }

  @Test
  void a_response_that_names_all_listeners_holds_the_old_form_of_one_that_waits() {
    SotwProbe full = new SotwProbe(snapshots);
    snapshots.put(listener("l", "1"), listener("other", "1"));
    full.subscribe(CLUSTER);
    full.subscribe(LISTENER);
    full.ackAll();
    snapshots.put(cluster("c", "1"), listener("l", "2", "c"), listener("other", "2"));

    List<DiscoveryResponse> responses = full.responses();
    assertThat(responses)
        .extracting(full::line)
        .containsExactly("CLUSTER c@1", "LISTENER l@1 other@2");
    responses.forEach(full::ack);
    assertThat(full.said()).containsExactly("LISTENER l@2 other@2");
  }

  @Test
  void a_client_that_comes_back_loses_no_listener_because_it_waits() {
    snapshots.put(cluster("c", "1"), listener("l", "1", "c"));
    SotwProbe full = new SotwProbe(snapshots);
    full.resume(CLUSTER);
    full.resume(XdsType.SECRET);
    full.resume(LISTENER);

    assertThat(full.said()).containsExactly("CLUSTER c@1", "LISTENER l@1");
  }

  private static XdsResource listener(String name, String version, String... clusters) {
    return resource(LISTENER, name, version, clusters);
  }

  private void running(XdsResource... resources) {
    snapshots.put(resources);
    envoy.subscribe(CLUSTER);
    envoy.ackAll();
    envoy.subscribe(LISTENER);
    envoy.ackAll();
  }
}
