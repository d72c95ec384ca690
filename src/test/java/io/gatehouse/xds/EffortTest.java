package io.gatehouse.xds;

import static io.gatehouse.xds.TestResources.cluster;
import static io.gatehouse.xds.TestResources.endpoint;
import static io.gatehouse.xds.TestResources.resource;
import static io.gatehouse.xds.TestResources.route;
import static io.gatehouse.xds.TestResources.sized;
import static io.gatehouse.xds.XdsType.CLUSTER;
import static io.gatehouse.xds.XdsType.ENDPOINT;
import static io.gatehouse.xds.XdsType.ROUTE;
import static org.assertj.core.api.Assertions.assertThat;

import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How often names are looked at: what waits is left alone until it need not wait any more. */
class EffortTest {

  private static final int NAMES = 10_000;

  private final FixedSnapshots none = new FixedSnapshots();
  private final DeltaProbe envoy = new DeltaProbe(none);

  /** Counts how often something is looked up. */
  private static final class Counted extends HashMap<String, XdsResource> {

    private int looks;

    @Override
    public XdsResource get(Object name) {
      looks++;
      return super.get(name);
    }

    int takeLooks() {
      int taken = looks;
      looks = 0;
      return taken;
    }
  }

  private final Counted routes = new Counted();

  @Test
  void what_does_not_fit_into_a_response_is_not_looked_at_for_it() {
    for (String name : names()) {
      routes.put(name, sized(ROUTE, name, "1", 1_000));
    }
    serve(Map.of(ROUTE, routes));
    envoy.subscribe(ROUTE, names());

    assertThat(envoy.responses()).hasSizeBetween(40, 60);
    assertThat(routes.takeLooks()).isBetween(NAMES, NAMES + 100);
  }

  @Test
  void what_cannot_be_sent_because_the_client_answers_nothing_is_not_looked_at() {
    for (String name : names()) {
      routes.put(name, resource(ROUTE, name, "1"));
    }
    serve(Map.of(ROUTE, routes));
    envoy.subscribe(ROUTE, "r0");
    for (int i = 1; i < TypeState.WINDOW; i++) {
      routes.put("r0", resource(ROUTE, "r0", "again" + i));
      serve(Map.of(ROUTE, routes), "r0");
    }
    envoy.subscribe(ROUTE, names());
    envoy.responses();
    routes.takeLooks();

    envoy.subscribe(ENDPOINT, "e");
    envoy.ackAll();
    assertThat(routes.takeLooks()).isZero();
  }

  @Test
  void what_waits_for_clusters_is_not_looked_at_before_these_have_changed() {
    for (String name : names()) {
      routes.put(name, route(name, "1", "c"));
    }
    Map<String, XdsResource> clusters = Map.of("c", cluster("c", "1"), "d", cluster("d", "1"));
    Map<String, XdsResource> endpoints = Map.of("c", endpoint("c", "1"));
    serve(Map.of(ROUTE, routes, CLUSTER, clusters, ENDPOINT, endpoints));
    envoy.subscribe(CLUSTER);
    DeltaDiscoveryResponse unanswered = envoy.responses().get(0);
    envoy.subscribe(ROUTE, names());
    assertThat(envoy.said()).isEmpty();
    assertThat(routes.takeLooks()).isEqualTo(NAMES);

    envoy.subscribe(ENDPOINT, "c");
    assertThat(envoy.ackAll()).containsExactly("ENDPOINT +c@1");
    assertThat(routes.takeLooks()).isZero();

    envoy.ack(unanswered);
    assertThat(envoy.responses().stream().mapToInt(r -> r.getResourcesCount()).sum())
        .isEqualTo(NAMES);
    assertThat(routes.takeLooks()).isBetween(NAMES, NAMES + 100);
  }

  private void serve(Map<XdsType, Map<String, XdsResource>> resources, String... changed) {
    envoy.stream.onSnapshot(
        new Snapshot(resources, Set.of()), Map.of(ROUTE, Set.copyOf(List.of(changed))));
    envoy.work();
  }

  private static String[] names() {
    return IntStream.range(0, NAMES).mapToObj(i -> "r" + i).toArray(String[]::new);
  }
}
