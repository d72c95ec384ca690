package io.gatehouse.model;

import io.gatehouse.finding.Origin;
import java.util.List;
import java.util.Objects;

/**
 * Where the requests of a cluster go.
 *
 * @param cluster the cluster's name
 * @param endpoints sorted by address and port, no duplicates; may be empty
 * @param origin the Service
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
   * @param draining still serving but about to go: used only while no other is left
   */
  public record Endpoint(String address, int port, boolean draining) {

    public Endpoint {
      Objects.requireNonNull(address, "address");
    }
  }
}
