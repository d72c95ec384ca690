package io.gatehouse.model;

import io.gatehouse.finding.Origin;
import io.gatehouse.model.EndpointAssignment.Endpoint;
import java.util.List;
import java.util.Objects;

/**
 * One port of a host as an upstream.
 *
 * @param name {@code outbound|<port>|<subset>|<host>}, Istio's convention
 * @param protocol what is spoken to the endpoints
 * @param discovery how the endpoints are found
 * @param origin the Service or ServiceEntry
 */
public record Cluster(String name, UpstreamProtocol protocol, Discovery discovery, Origin origin) {

  /** What Envoy speaks upstream. */
  public enum UpstreamProtocol {
    HTTP1,
    HTTP2
  }

  public Cluster {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(protocol, "protocol");
    Objects.requireNonNull(discovery, "discovery");
    Objects.requireNonNull(origin, "origin");
  }

  /** A cluster whose endpoints come over EDS, under its name. */
  public Cluster(String name, UpstreamProtocol protocol, Origin origin) {
    this(name, protocol, new Discovery.Eds(), origin);
  }

  /** How endpoints are found. */
  public sealed interface Discovery {

    /** They come over EDS, as an {@link EndpointAssignment} of the cluster's name. */
    record Eds() implements Discovery {}

    /**
     * Envoy looks them up, again and again.
     *
     * @param endpoints IP literals or DNS names, sorted by address and port; at least one
     * @param logical whether all addresses of a name are one endpoint; there is only one then
     * @param family which addresses of a name are used
     */
    record Dns(List<Endpoint> endpoints, boolean logical, LookupFamily family)
        implements Discovery {

      public Dns {
        Objects.requireNonNull(family, "family");
        endpoints = List.copyOf(endpoints);
      }
    }
  }

  /** Which addresses of a DNS name are used. */
  public enum LookupFamily {
    IPV4,
    IPV6,
    ALL
  }
}
