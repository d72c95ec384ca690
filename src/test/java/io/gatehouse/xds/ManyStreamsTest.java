package io.gatehouse.xds;

import static io.gatehouse.xds.TestResources.cluster;
import static io.gatehouse.xds.TestResources.endpoint;
import static io.gatehouse.xds.TestResources.listener;
import static io.gatehouse.xds.TestResources.route;
import static io.gatehouse.xds.TestResources.secret;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** All gateways of a group come at once, each on a connection of its own. */
class ManyStreamsTest {

  private static final int STREAMS = 200;
  private static final int HOSTS = 50;
  private static final int RESOURCES = 4 * HOSTS + 1;

  private final List<ManagedChannel> channels = new ArrayList<>();
  private final List<GrpcClient<DeltaDiscoveryRequest, DeltaDiscoveryResponse>> clients =
      new ArrayList<>();
  private final ServedXds xds = new ServedXds(0, new FixedSnapshots());

  @BeforeEach
  void serve() {
    List<XdsResource> all = new ArrayList<>(List.of(listener("l", "1")));
    for (int i = 0; i < HOSTS; i++) {
      all.addAll(
          List.of(
              cluster("c" + i, "1"),
              endpoint("c" + i, "1"),
              route("r" + i, "1", "c" + i),
              secret("s" + i, "1")));
    }
    xds.snapshots.change(all, List.of());
  }

  @AfterEach
  void stop() {
    channels.forEach(ManagedChannel::shutdownNow);
    xds.close();
  }

  @Test
  void fresh_ones_all_get_everything_once() throws Exception {
    connect(Map.of());

    for (var client : clients) {
      assertThat(takeAndAcknowledge(client, RESOURCES)).hasSize(RESOURCES);
    }
    awaitAcknowledged(RESOURCES);
    assertNoneIsRefusedOrCutOff();
    assertNothingElseWasSent();
  }

  @Test
  void returning_ones_that_hold_everything_get_nothing() throws Exception {
    connect(Map.of("", "1"));

    awaitAcknowledged(RESOURCES);
    assertNoneIsRefusedOrCutOff();
    assertNothingElseWasSent();
  }

  @Test
  void returning_ones_get_only_the_difference() throws Exception {
    connect(Map.of("", "1", "s7", "0"));

    for (var client : clients) {
      assertThat(takeAndAcknowledge(client, 1)).containsExactly("s7");
    }
    awaitAcknowledged(RESOURCES);
    assertNoneIsRefusedOrCutOff();
    assertNothingElseWasSent();
  }

  /**
   * Every client asks for all that is served.
   *
   * @param held versions by name, {@code ""} for all others; empty for fresh clients
   */
  private void connect(Map<String, String> held) {
    for (int i = 0; i < STREAMS; i++) {
      ManagedChannel channel =
          NettyChannelBuilder.forAddress("127.0.0.1", xds.port()).usePlaintext().build();
      channels.add(channel);
      var client =
          GrpcClient.open(
              channel, AggregatedDiscoveryServiceGrpc.getDeltaAggregatedResourcesMethod());
      clients.add(client);
      for (XdsType type : XdsType.values()) {
        client.send(firstRequest(type, held));
      }
    }
  }

  private DeltaDiscoveryRequest firstRequest(XdsType type, Map<String, String> held) {
    DeltaDiscoveryRequest.Builder request =
        DeltaDiscoveryRequest.newBuilder().setNode(StreamProbe.NODE).setTypeUrl(type.typeUrl());
    Set<String> names = xds.snapshots.names(type);
    if (!type.wildcard()) {
      request.addAllResourceNamesSubscribe(names);
    }
    Optional.ofNullable(held.get(""))
        .ifPresent(
            version ->
                names.forEach(
                    name ->
                        request.putInitialResourceVersions(
                            name, held.getOrDefault(name, version))));
    return request.build();
  }

  private static List<String> takeAndAcknowledge(
      GrpcClient<DeltaDiscoveryRequest, DeltaDiscoveryResponse> client, int count)
      throws InterruptedException {
    List<String> names = new ArrayList<>();
    while (names.size() < count) {
      DeltaDiscoveryResponse response = client.next();
      response.getResourcesList().stream().map(Resource::getName).forEach(names::add);
      client.send(
          DeltaDiscoveryRequest.newBuilder()
              .setTypeUrl(response.getTypeUrl())
              .setResponseNonce(response.getNonce())
              .build());
    }
    return names;
  }

  private void awaitAcknowledged(int resources) {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> acknowledged() == (long) resources * STREAMS);
  }

  private long acknowledged() {
    return xds.events.lines().stream()
        .filter(line -> line.startsWith("acknowledged "))
        .mapToLong(line -> line.chars().filter(c -> c == '=').count())
        .sum();
  }

  private void assertNoneIsRefusedOrCutOff() {
    assertThat(xds.events.lines())
        .noneMatch(line -> line.startsWith("refused") || line.startsWith("disconnected"));
  }

  /** What changes now is the next that comes. */
  private void assertNothingElseWasSent() throws InterruptedException {
    xds.snapshots.put(endpoint("c0", "next"));
    for (var client : clients) {
      Map<String, String> versions =
          client.next().getResourcesList().stream()
              .collect(Collectors.toMap(Resource::getName, Resource::getVersion));
      assertThat(versions).isEqualTo(new HashMap<>(Map.of("c0", "next")));
    }
  }
}
