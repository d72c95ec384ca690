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
    throw new UnsupportedOperationException();
  }

  public static Message routeConfiguration(RouteConfiguration configuration) {
    throw new UnsupportedOperationException();
  }

  public static Message cluster(Cluster cluster) {
    throw new UnsupportedOperationException();
  }

  public static Message endpointAssignment(EndpointAssignment assignment) {
    throw new UnsupportedOperationException();
  }

  /**
   * @param name the SDS resource's name
   */
  public static Message secret(String name, Content content) {
    throw new UnsupportedOperationException();
  }
}
