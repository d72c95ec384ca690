package io.gatehouse.envoy;

import com.google.protobuf.UInt32Value;
import io.envoyproxy.envoy.config.core.v3.HealthStatus;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;
import io.gatehouse.model.EndpointAssignment;
import io.gatehouse.model.EndpointAssignment.Endpoint;
import java.util.List;

/** Where the requests of a cluster go; all endpoints are one locality. */
final class EndpointEncoder {

  private static final int EVEN = 1;

  private EndpointEncoder() {}

  static ClusterLoadAssignment encode(EndpointAssignment assignment) {
    return encode(assignment.cluster(), assignment.endpoints());
  }

  static ClusterLoadAssignment encode(String cluster, List<Endpoint> endpoints) {
    var encoded = ClusterLoadAssignment.newBuilder().setClusterName(cluster);
    if (!endpoints.isEmpty()) {
      var locality = LocalityLbEndpoints.newBuilder();
      endpoints.stream().map(EndpointEncoder::endpoint).forEach(locality::addLbEndpoints);
      encoded.addEndpoints(locality);
    }
    return encoded.build();
  }

  /**
   * A draining endpoint is degraded: Envoy turns to it where healthy ones do not suffice. Ones that
   * it is told are {@code DRAINING} it uses in a panic only.
   */
  private static LbEndpoint endpoint(Endpoint endpoint) {
    var encoded =
        LbEndpoint.newBuilder()
            .setEndpoint(
                io.envoyproxy.envoy.config.endpoint.v3.Endpoint.newBuilder()
                    .setAddress(ListenerEncoder.address(endpoint.address(), endpoint.port())));
    if (endpoint.weight() != EVEN) {
      encoded.setLoadBalancingWeight(UInt32Value.of(endpoint.weight()));
    }
    if (endpoint.draining()) {
      encoded.setHealthStatus(HealthStatus.DEGRADED);
    }
    return encoded.build();
  }
}
