package io.gatehouse.xds;

import java.util.Arrays;
import java.util.Optional;

/** The resource types served, in the order in which a change is sent (make before break). */
public enum XdsType {
  CLUSTER("type.googleapis.com/envoy.config.cluster.v3.Cluster", "cluster", true),
  ENDPOINT(
      "type.googleapis.com/envoy.config.endpoint.v3.ClusterLoadAssignment",
      "endpoint assignment",
      false),
  LISTENER("type.googleapis.com/envoy.config.listener.v3.Listener", "listener", true),
  ROUTE(
      "type.googleapis.com/envoy.config.route.v3.RouteConfiguration", "route configuration", false),
  SECRET("type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.Secret", "secret", false);

  private final String typeUrl;
  private final String title;
  private final boolean wildcard;

  XdsType(String typeUrl, String title, boolean wildcard) {
    this.typeUrl = typeUrl;
    this.title = title;
    this.wildcard = wildcard;
  }

  public String typeUrl() {
    return typeUrl;
  }

  /** As sentences name it, for example {@code route configuration}. */
  public String title() {
    return title;
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
