package io.gatehouse.envoy;

import com.google.protobuf.Message;
import io.gatehouse.credential.Content;
import io.gatehouse.model.Cluster;
import io.gatehouse.model.EndpointAssignment;
import io.gatehouse.model.Listener;
import io.gatehouse.model.RouteConfiguration;

/** The entry to encoding: a model record in, the Envoy message out. Deterministic. */
public final class EnvoyResources {

  private EnvoyResources() {}

  public static Message listener(Listener listener) {
    return ListenerEncoder.encode(listener);
  }

  public static Message routeConfiguration(RouteConfiguration configuration) {
    return RouteConfigurationEncoder.encode(configuration);
  }

  public static Message cluster(Cluster cluster) {
    return ClusterEncoder.encode(cluster);
  }

  public static Message endpointAssignment(EndpointAssignment assignment) {
    return EndpointEncoder.encode(assignment);
  }

  /**
   * @param name the SDS resource's name
   * @return a message that holds key bytes: never print it, not even to a log
   */
  public static Message secret(String name, Content content) {
    return SecretEncoder.encode(name, content);
  }

  /** {@link #secret} with the same meaning in other bytes, so that Envoy looks at it anew. */
  public static Message rewordedSecret(String name, Content content) {
    return SecretEncoder.reworded(SecretEncoder.encode(name, content));
  }
}
