package io.gatehouse.model;

import io.gatehouse.finding.Origin;
import java.util.Objects;

/**
 * One Service port as an upstream; its endpoints come over EDS under the same name.
 *
 * @param name {@code outbound|<port>|<subset>|<host>}, Istio's convention
 * @param protocol what is spoken to the endpoints
 * @param origin the Service
 */
public record Cluster(String name, UpstreamProtocol protocol, ClusterPolicy policy, Origin origin) {

  /** What Envoy speaks upstream. */
  public enum UpstreamProtocol {
    HTTP1,
    HTTP2,
    /** What the client speaks. */
    AS_CLIENT
  }

  public Cluster {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(protocol, "protocol");
    Objects.requireNonNull(policy, "policy");
    Objects.requireNonNull(origin, "origin");
  }

  /** One that nobody has said anything of. */
  public Cluster(String name, UpstreamProtocol protocol, Origin origin) {
    this(name, protocol, ClusterPolicy.DEFAULT, origin);
  }
}
