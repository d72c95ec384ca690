package io.gatehouse.xds;

import java.util.Arrays;
import java.util.Optional;

/** The resource types served, in the order in which a change is sent (make before break). */
public enum XdsType {
  CLUSTER("type.googleapis.com/envoy.config.cluster.v3.Cluster", true),
  ENDPOINT("type.googleapis.com/envoy.config.endpoint.v3.ClusterLoadAssignment", false),
  LISTENER("type.googleapis.com/envoy.config.listener.v3.Listener", true),
  ROUTE("type.googleapis.com/envoy.config.route.v3.RouteConfiguration", false),
  SECRET("type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.Secret", false);

  private final String typeUrl;
  private final boolean wildcard;

  XdsType(String typeUrl, boolean wildcard) {
    this.typeUrl = typeUrl;
    this.wildcard = wildcard;
  }

  public String typeUrl() {
    return typeUrl;
  }

  /**
   * Whether a first request without names asks for all resources (xDS protocol, "How the client
   * specifies what resources to return").
   */
  public boolean wildcard() {
    return wildcard;
  }

  public static Optional<XdsType> of(String typeUrl) {
    return Arrays.stream(values()).filter(type -> type.typeUrl.equals(typeUrl)).findFirst();
  }
}
