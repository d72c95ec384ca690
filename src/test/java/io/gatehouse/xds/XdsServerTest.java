package io.gatehouse.xds;

import static io.gatehouse.xds.TestResources.cluster;
import static io.gatehouse.xds.TestResources.endpoint;
import static io.gatehouse.xds.TestResources.listener;
import static io.gatehouse.xds.TestResources.resource;
import static io.gatehouse.xds.TestResources.route;
import static io.gatehouse.xds.TestResources.secret;
import static io.gatehouse.xds.TestResources.sized;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.Any;
import io.envoyproxy.envoy.service.cluster.v3.ClusterDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import io.envoyproxy.envoy.service.endpoint.v3.EndpointDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.listener.v3.ListenerDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.route.v3.RouteDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.secret.v3.SecretDiscoveryServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Over a real gRPC connection. */
class XdsServerTest {

  private static final XdsTimings TIMINGS =
      new XdsTimings(
          Duration.ofSeconds(5),
          Duration.ofMillis(500),
          Duration.ofSeconds(1),
          Duration.ofMillis(200));

  private final FixedSnapshots snapshots = new FixedSnapshots();
  private final RecordedDeliveries events = new RecordedDeliveries();
  private final XdsServer xds = new XdsServer(snapshots, events, TIMINGS);
  private final HeldLocks locks = new HeldLocks();
  private Server server;
  private ManagedChannel channel;

  @BeforeEach
  void start() throws IOException {
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    xds.host(builder);
    server = builder.intercept(locks).build().start();
    channel = NettyChannelBuilder.forAddress("127.0.0.1", server.getPort()).usePlaintext().build();
  }

  @AfterEach
  void stop() {
    channel.shutdownNow();
    xds.close();
    server.shutdownNow();
  }

  @Test
  void the_aggregated_service_serves_all_types_incrementally() throws Exception {
    snapshots.put(
        cluster("c", "1"),
        endpoint("c", "1"),
        listener("l", "1"),
        route("r", "1", "c"),
        secret("s", "1"));
    var client =
        GrpcClient.open(
            channel, AggregatedDiscoveryServiceGrpc.getDeltaAggregatedResourcesMethod());
    client.send(delta(XdsType.CLUSTER).setNode(StreamProbe.NODE).build());
    DeltaDiscoveryResponse clusters = client.next();
    assertThat(names(clusters)).containsExactly("c");
    client.send(delta(XdsType.CLUSTER).setResponseNonce(clusters.getNonce()).build());

    for (XdsType type : List.of(XdsType.ENDPOINT, XdsType.ROUTE, XdsType.SECRET)) {
      String name = type.name().substring(0, 1).toLowerCase(Locale.ROOT);
      String asked = type == XdsType.ENDPOINT ? "c" : name;
      client.send(delta(type).addResourceNamesSubscribe(asked).build());
      DeltaDiscoveryResponse response = client.next();
      assertThat(response.getTypeUrl()).isEqualTo(type.typeUrl());
      assertThat(names(response)).containsExactly(asked);
    }
    client.send(delta(XdsType.LISTENER).build());
    assertThat(names(client.next())).containsExactly("l");

    snapshots.put(secret("s", "2"));
    assertThat(client.next().getResources(0).getVersion()).isEqualTo("2");
    snapshots.remove(secret("s", "2"));
    assertThat(client.next().getRemovedResourcesList()).containsExactly("s");
  }

  @Test
  void the_aggregated_service_serves_all_types_as_state_of_the_world() throws Exception {
    snapshots.put(cluster("c", "1"), endpoint("c", "1"), listener("l", "1"), secret("s", "1"));
    var client =
        GrpcClient.open(
            channel, AggregatedDiscoveryServiceGrpc.getStreamAggregatedResourcesMethod());
    client.send(sotw(XdsType.CLUSTER).setNode(StreamProbe.NODE).build());
    DiscoveryResponse clusters = client.next();
    assertThat(bodies(clusters)).containsExactly("c@1");
    client.send(
        sotw(XdsType.CLUSTER)
            .setVersionInfo(clusters.getVersionInfo())
            .setResponseNonce(clusters.getNonce())
            .build());
    client.send(sotw(XdsType.LISTENER).build());
    assertThat(bodies(client.next())).containsExactly("l@1");
    client.send(sotw(XdsType.ENDPOINT).addResourceNames("c").build());
    assertThat(bodies(client.next())).containsExactly("c@1");
    client.send(sotw(XdsType.SECRET).addResourceNames("s").addResourceNames("none").build());
    assertThat(bodies(client.next())).containsExactly("s@1");

    snapshots.put(cluster("d", "1"));
    assertThat(bodies(client.next())).containsExactly("c@1", "d@1");
  }

  static Stream<Arguments> single() {
    return Stream.of(
        Arguments.of(
            XdsType.CLUSTER,
            ClusterDiscoveryServiceGrpc.getDeltaClustersMethod(),
            ClusterDiscoveryServiceGrpc.getStreamClustersMethod()),
        Arguments.of(
            XdsType.ENDPOINT,
            EndpointDiscoveryServiceGrpc.getDeltaEndpointsMethod(),
            EndpointDiscoveryServiceGrpc.getStreamEndpointsMethod()),
        Arguments.of(
            XdsType.LISTENER,
            ListenerDiscoveryServiceGrpc.getDeltaListenersMethod(),
            ListenerDiscoveryServiceGrpc.getStreamListenersMethod()),
        Arguments.of(
            XdsType.ROUTE,
            RouteDiscoveryServiceGrpc.getDeltaRoutesMethod(),
            RouteDiscoveryServiceGrpc.getStreamRoutesMethod()),
        Arguments.of(
            XdsType.SECRET,
            SecretDiscoveryServiceGrpc.getDeltaSecretsMethod(),
            SecretDiscoveryServiceGrpc.getStreamSecretsMethod()));
  }

  @ParameterizedTest
  @MethodSource("single")
  void a_single_type_service_serves_its_type_by_both_protocols(
      XdsType type,
      MethodDescriptor<DeltaDiscoveryRequest, DeltaDiscoveryResponse> deltaMethod,
      MethodDescriptor<DiscoveryRequest, DiscoveryResponse> sotwMethod)
      throws Exception {
    snapshots.put(resource(type, "x", "1"));
    var delta = GrpcClient.open(channel, deltaMethod);
    delta.send(delta(type).setNode(StreamProbe.NODE).addResourceNamesSubscribe("x").build());
    var sotw = GrpcClient.open(channel, sotwMethod);
    sotw.send(
        DiscoveryRequest.newBuilder().setNode(StreamProbe.NODE).addResourceNames("x").build());

    DiscoveryResponse whole = sotw.next();
    assertThat(names(delta.next())).containsExactly("x");
    assertThat(bodies(whole)).containsExactly("x@1");
    sotw.send(
        DiscoveryRequest.newBuilder()
            .addResourceNames("x")
            .setVersionInfo(whole.getVersionInfo())
            .setResponseNonce(whole.getNonce())
            .build());

    snapshots.put(resource(type, "x", "2"));
    assertThat(delta.next().getResources(0).getVersion()).isEqualTo("2");
    assertThat(bodies(sotw.next())).containsExactly("x@2");
  }

  @Test
  void the_peer_is_known_and_its_end_is_noticed() throws Exception {
    snapshots.put(cluster("c", "1"));
    var client = GrpcClient.open(channel, ClusterDiscoveryServiceGrpc.getDeltaClustersMethod());
    client.send(delta(XdsType.CLUSTER).setNode(StreamProbe.NODE).build());
    client.next();
    assertThat(snapshots.proxies())
        .singleElement()
        .satisfies(proxy -> assertThat(proxy.peer()).startsWith("127.0.0.1:"));

    client.cancel();
    await().until(() -> events.lines().contains("disconnected connection lost"));
    await().until(() -> snapshots.subscribers() == 0);
  }

  @Test
  void a_client_that_finishes_is_let_go() throws Exception {
    var client = GrpcClient.open(channel, ClusterDiscoveryServiceGrpc.getDeltaClustersMethod());
    client.send(delta(XdsType.CLUSTER).setNode(StreamProbe.NODE).build());
    client.finish();

    assertThat(client.end().isOk()).isTrue();
    await().until(() -> events.lines().contains("disconnected client finished"));
  }

  @Test
  void a_client_without_a_node_is_told_so() throws Exception {
    var client = GrpcClient.open(channel, ClusterDiscoveryServiceGrpc.getDeltaClustersMethod());
    client.send(delta(XdsType.CLUSTER).build());

    assertThat(client.end().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
  }

  @Test
  void a_client_that_stops_reading_is_cut_off_and_delays_no_other() throws Exception {
    var deaf =
        GrpcClient.open(channel, EndpointDiscoveryServiceGrpc.getDeltaEndpointsMethod(), false);
    deaf.send(
        delta(XdsType.ENDPOINT).setNode(StreamProbe.NODE).addResourceNamesSubscribe("e").build());
    var other = GrpcClient.open(channel, EndpointDiscoveryServiceGrpc.getDeltaEndpointsMethod());
    other.send(
        delta(XdsType.ENDPOINT).setNode(StreamProbe.NODE).addResourceNamesSubscribe("e").build());
    await().until(() -> Collections.frequency(events.lines(), "subscribed ENDPOINT [e]") == 2);
    for (int i = 0; i < 5; i++) {
      snapshots.put(sized(XdsType.ENDPOINT, "e", "" + i, 1_500_000));
      assertThat(other.next().getResources(0).getVersion()).isEqualTo("" + i);
    }

    await().until(() -> events.lines().contains("disconnected does not read"));
    snapshots.put(endpoint("e", "last"));
    assertThat(other.next().getResources(0).getVersion()).isEqualTo("last");
  }

  @Test
  void a_stream_whose_snapshots_fail_ends() throws Exception {
    XdsServer broken =
        new XdsServer(
            (node, listener) -> {
              throw new IllegalStateException("no snapshots");
            },
            events,
            TIMINGS);
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    broken.host(builder);
    Server second = builder.build().start();
    ManagedChannel toSecond =
        NettyChannelBuilder.forAddress("127.0.0.1", second.getPort()).usePlaintext().build();
    try {
      var client = GrpcClient.open(toSecond, ClusterDiscoveryServiceGrpc.getDeltaClustersMethod());
      client.send(delta(XdsType.CLUSTER).setNode(StreamProbe.NODE).build());

      Status end = client.end();
      assertThat(end.getCode()).isEqualTo(Status.Code.INTERNAL);
      assertThat(end.getDescription()).isEqualTo("Internal error.");
    } finally {
      toSecond.shutdownNow();
      broken.close();
      second.shutdownNow();
    }
  }

  @Test
  void closing_ends_all_streams() throws Exception {
    var client = GrpcClient.open(channel, ClusterDiscoveryServiceGrpc.getDeltaClustersMethod());
    client.send(delta(XdsType.CLUSTER).setNode(StreamProbe.NODE).build());
    await().until(() -> snapshots.subscribers() == 1);

    xds.close();
    assertThat(client.end().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
  }

  @Test
  void many_streams_all_get_the_newest_and_no_lock_is_held_while_writing() throws Exception {
    List<GrpcClient<DeltaDiscoveryRequest, DeltaDiscoveryResponse>> clients = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      var client = GrpcClient.open(channel, EndpointDiscoveryServiceGrpc.getDeltaEndpointsMethod());
      client.send(
          delta(XdsType.ENDPOINT).setNode(StreamProbe.NODE).addResourceNamesSubscribe("e").build());
      clients.add(client);
    }
    for (int i = 0; i <= 50; i++) {
      snapshots.put(endpoint("e", "" + i));
    }

    for (var client : clients) {
      String version;
      do {
        version = client.next().getResources(0).getVersion();
      } while (!version.equals("50"));
    }
    assertThat(locks.heldWhileWriting()).isEmpty();
    assertThat(locks.writes()).isGreaterThanOrEqualTo(100);
  }

  private static DeltaDiscoveryRequest.Builder delta(XdsType type) {
    return DeltaDiscoveryRequest.newBuilder().setTypeUrl(type.typeUrl());
  }

  private static DiscoveryRequest.Builder sotw(XdsType type) {
    return DiscoveryRequest.newBuilder().setTypeUrl(type.typeUrl());
  }

  private static List<String> names(DeltaDiscoveryResponse response) {
    return response.getResourcesList().stream().map(Resource::getName).toList();
  }

  private static List<String> bodies(DiscoveryResponse response) {
    return response.getResourcesList().stream()
        .map(Any::getValue)
        .map(value -> value.toStringUtf8().strip())
        .toList();
  }
}
