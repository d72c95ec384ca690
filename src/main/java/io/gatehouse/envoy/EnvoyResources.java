package io.gatehouse.envoy;

import com.google.protobuf.Any;
import io.gatehouse.credential.Content;
import io.gatehouse.envoy.Serialized.Part;
import io.gatehouse.model.Cluster;
import io.gatehouse.model.EndpointAssignment;
import io.gatehouse.model.Listener;
import io.gatehouse.model.Listener.FilterChain;
import io.gatehouse.model.RouteConfiguration;
import io.gatehouse.model.RouteConfiguration.VirtualHost;
import java.util.List;

/** The entry to encoding: a model record in, the bytes of the Envoy message out. Deterministic. */
public final class EnvoyResources {

  private EnvoyResources() {}

  /**
   * @param parts the listener's own filter chains, encoded and in their order
   */
  public static Serialized listener(Listener listener, List<Part> parts, EdgeOptions options) {
    return Serialized.of(
        ListenerEncoder.encode(listener, options),
        io.envoyproxy.envoy.config.listener.v3.Listener.FILTER_CHAINS_FIELD_NUMBER,
        parts);
  }

  /** A chain of {@code listener}, of which its chains do not count. */
  public static Part filterChain(Listener listener, FilterChain chain, EdgeOptions options) {
    return Part.of(FilterChainEncoder.encode(listener, chain, options));
  }

  /**
   * @param parts the configuration's own virtual hosts, encoded and in their order
   */
  public static Serialized routeConfiguration(RouteConfiguration configuration, List<Part> parts) {
    return Serialized.of(
        RouteConfigurationEncoder.encode(configuration),
        io.envoyproxy.envoy.config.route.v3.RouteConfiguration.VIRTUAL_HOSTS_FIELD_NUMBER,
        parts);
  }

  public static Part virtualHost(VirtualHost host) {
    return Part.of(RouteConfigurationEncoder.virtualHost(host));
  }

  public static Serialized cluster(Cluster cluster) {
    return Serialized.of(ClusterEncoder.encode(cluster));
  }

  public static Serialized endpointAssignment(EndpointAssignment assignment) {
    return Serialized.of(EndpointEncoder.encode(assignment));
  }

  /**
   * @param name the SDS resource's name
   */
  public static Serialized secret(String name, Content content) {
    return Serialized.of(SecretEncoder.encode(name, content));
  }

  /** {@link #secret} with the same meaning in other bytes, so that Envoy looks at it anew. */
  public static Any rewordedSecret(String name, Content content) {
    return Serialized.pack(SecretEncoder.reworded(SecretEncoder.encode(name, content)));
  }
}
