package io.gatehouse.model;

import io.gatehouse.finding.Origin;
import java.util.List;
import java.util.Objects;

/**
 * Where the requests of a cluster go.
 *
 * @param cluster the cluster's name
 * @param endpoints sorted by address and port, no duplicates; may be empty
 * @param origin the Service or ServiceEntry
 */
public record EndpointAssignment(String cluster, List<Endpoint> endpoints, Origin origin) {

  public EndpointAssignment {
    Objects.requireNonNull(cluster, "cluster");
    Objects.requireNonNull(origin, "origin");
    endpoints = List.copyOf(endpoints);
  }

  /**
   * An address.
   *
   * @param address IPv4 or IPv6 literal
   * @param port 1 to 65535
   * @param weight share of requests relative to the others, 1 or more; their sum fits into 32 bits
   *     without sign
   * @param draining still serving but about to go: used only while no other is left
   */
  public record Endpoint(String address, int port, int weight, boolean draining) {

    private static final int EVEN = 1;

    public Endpoint {
      Objects.requireNonNull(address, "address");
    }

    /** One that is used as much as others of its kind. */
    public Endpoint(String address, int port, boolean draining) {
      this(address, port, EVEN, draining);
    }
  }
}
