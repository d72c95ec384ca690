package io.gatehouse.testing;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.Secret;
import io.gatehouse.credential.Content;
import io.gatehouse.envoy.EdgeOptions;
import io.gatehouse.envoy.EnvoyResources;
import io.gatehouse.envoy.Serialized;
import io.gatehouse.model.EndpointAssignment;

/** What is encoded of a model, read back as Envoy reads it. */
public final class EnvoyMessages {

  private EnvoyMessages() {}

  public static Serialized bytes(io.gatehouse.model.Listener listener) {
    return bytes(listener, EdgeOptions.DEFAULT);
  }

  public static Serialized bytes(io.gatehouse.model.Listener listener, EdgeOptions options) {
    return EnvoyResources.listener(
        listener,
        listener.filterChains().stream()
            .map(chain -> EnvoyResources.filterChain(listener, chain, options))
            .toList(),
        options);
  }

  public static Serialized bytes(io.gatehouse.model.RouteConfiguration configuration) {
    return EnvoyResources.routeConfiguration(
        configuration,
        configuration.virtualHosts().stream().map(EnvoyResources::virtualHost).toList());
  }

  public static Listener listener(io.gatehouse.model.Listener listener) {
    return read(bytes(listener), Listener.class);
  }

  public static Listener listener(io.gatehouse.model.Listener listener, EdgeOptions options) {
    return read(bytes(listener, options), Listener.class);
  }

  public static RouteConfiguration routeConfiguration(
      io.gatehouse.model.RouteConfiguration configuration) {
    return read(bytes(configuration), RouteConfiguration.class);
  }

  public static Cluster cluster(io.gatehouse.model.Cluster cluster) {
    return read(EnvoyResources.cluster(cluster), Cluster.class);
  }

  public static ClusterLoadAssignment endpointAssignment(EndpointAssignment assignment) {
    return read(EnvoyResources.endpointAssignment(assignment), ClusterLoadAssignment.class);
  }

  public static Secret secret(String name, Content content) {
    return read(EnvoyResources.secret(name, content), Secret.class);
  }

  private static <M extends Message> M read(Serialized serialized, Class<M> type) {
    Any body = serialized.body();
    try {
      return body.unpack(type);
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }
}
