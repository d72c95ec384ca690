package io.gatehouse.envoy;

import com.google.protobuf.Message;
import io.envoyproxy.controlplane.cache.v3.SimpleCache;
import io.envoyproxy.controlplane.cache.v3.Snapshot;
import io.envoyproxy.controlplane.server.V3DiscoveryServer;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.Secret;
import io.gatehouse.credential.Content;
import io.gatehouse.model.GatewayModel;
import io.gatehouse.testing.EnvoyMessages;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** The library's own xDS server: shows what Envoy makes of our encoding, apart from our streams. */
final class ReferenceControlPlane implements AutoCloseable {

  private static final String EVERYBODY = "everybody";

  private final SimpleCache<String> cache = new SimpleCache<>(node -> EVERYBODY);
  private final Server server;
  private int version;

  ReferenceControlPlane() {
    try {
      server =
          NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
              .addService(new V3DiscoveryServer(cache).getAggregatedDiscoveryServiceImpl())
              .build()
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return server.getPort();
  }

  /**
   * @param contents by the names of the model's credentials
   */
  void serve(GatewayModel model, Map<String, Content> contents) {
    version++;
    cache.setSnapshot(
        EVERYBODY,
        Snapshot.create(
            all(model.clusters(), EnvoyMessages::cluster, Cluster.class),
            all(
                model.endpointAssignments(),
                EnvoyMessages::endpointAssignment,
                ClusterLoadAssignment.class),
            all(model.listeners(), EnvoyMessages::listener, Listener.class),
            all(
                model.routeConfigurations(),
                EnvoyMessages::routeConfiguration,
                RouteConfiguration.class),
            contents.entrySet().stream()
                .map(entry -> EnvoyMessages.secret(entry.getKey(), entry.getValue()))
                .map(Secret.class::cast)
                .toList(),
            Integer.toString(version)));
  }

  private static <M, E> List<E> all(List<M> models, Function<M, Message> encode, Class<E> type) {
    Stream<Message> messages = models.stream().map(encode);
    return messages.map(type::cast).toList();
  }

  @Override
  public void close() {
    server.shutdownNow();
  }
}
