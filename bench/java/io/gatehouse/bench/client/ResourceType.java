package io.gatehouse.bench.client;

import com.google.protobuf.ByteString;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The types that an Envoy asks for, in the order in which it asks again on a new stream. */
public enum ResourceType {
  CLUSTER("CDS", "envoy.config.cluster.v3.Cluster"),
  ENDPOINT("EDS", "envoy.config.endpoint.v3.ClusterLoadAssignment"),
  LISTENER("LDS", "envoy.config.listener.v3.Listener"),
  ROUTE("RDS", "envoy.config.route.v3.RouteConfiguration"),
  SECRET("SDS", "envoy.extensions.transport_sockets.tls.v3.Secret");

  private static final Map<String, ResourceType> BY_URL =
      Arrays.stream(values())
          .collect(Collectors.toUnmodifiableMap(ResourceType::url, Function.identity()));

  private final String service;
  private final String url;

  ResourceType(String service, String message) {
    this.service = service;
    this.url = "type.googleapis.com/" + message;
  }

  /** The discovery service's short name. */
  public String service() {
    return service;
  }

  String url() {
    return url;
  }

  static Optional<ResourceType> of(String url) {
    return Optional.ofNullable(BY_URL.get(url));
  }

  /** Whether all there are belong to an Envoy; of other types it asks for those it needs. */
  boolean wildcard() {
    return this == CLUSTER || this == LISTENER;
  }

  /** The types whose resources name some of this one. */
  Set<ResourceType> parents() {
    return switch (this) {
      case CLUSTER, LISTENER -> Set.of();
      case ENDPOINT -> Set.of(CLUSTER);
      case ROUTE, SECRET -> Set.of(LISTENER);
    };
  }

  /** The names of {@code child} that a resource of this type makes Envoy ask for. */
  List<String> references(ResourceType child, ByteString resource) {
    if (this == CLUSTER && child == ENDPOINT) {
      List<String> service =
          FieldPath.of(3, 2).strings(resource); // eds_cluster_config.service_name
      return service.isEmpty() ? FieldPath.of(1).strings(resource) : service;
    }
    if (this == LISTENER && child == ROUTE) {
      // filter_chains.filters.typed_config.value: the HTTP connection manager's rds
      return FieldPath.of(3, 3, 4, 2, 3, 2).strings(resource);
    }
    if (this == LISTENER && child == SECRET) {
      return LISTENER_SECRETS.stream().flatMap(path -> path.strings(resource).stream()).toList();
    }
    return List.of();
  }

  // filter_chains.transport_socket.typed_config.value.common_tls_context, then the certificate's
  // name, the validation context's, and that of one combined with fixed rules.
  private static final List<FieldPath> LISTENER_SECRETS =
      List.of(
          FieldPath.of(3, 6, 3, 2, 1, 6, 1),
          FieldPath.of(3, 6, 3, 2, 1, 7, 1),
          FieldPath.of(3, 6, 3, 2, 1, 8, 2, 1));
}
