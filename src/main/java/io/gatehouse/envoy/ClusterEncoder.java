package io.gatehouse.envoy;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.protobuf.UInt32Value;
import io.envoyproxy.envoy.config.cluster.v3.CircuitBreakers;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.DiscoveryType;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.EdsClusterConfig;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.LbPolicy;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions.ExplicitHttpConfig;
import io.gatehouse.model.Cluster;
import io.gatehouse.model.Cluster.Discovery;
import io.gatehouse.model.Cluster.UpstreamProtocol;

/** One port of a host as an upstream. Timeouts, balancing and limits are Istio's defaults. */
final class ClusterEncoder {

  private static final String HTTP_OPTIONS =
      "envoy.extensions.upstreams.http.v3.HttpProtocolOptions";

  private static final Duration CONNECT_TIMEOUT = Duration.newBuilder().setSeconds(10).build();

  private static final EdsClusterConfig EDS =
      EdsClusterConfig.newBuilder().setEdsConfig(ConfigSources.ADS).build();

  /** No limit: Envoy's own, 1024 connections and 3 retries, would be met before the service is. */
  private static final CircuitBreakers UNLIMITED =
      CircuitBreakers.newBuilder().addThresholds(unlimited()).build();

  private static final Any HTTP2 =
      Serialized.pack(
          HttpProtocolOptions.newBuilder()
              .setExplicitHttpConfig(
                  ExplicitHttpConfig.newBuilder().setHttp2ProtocolOptions(Http2.LIMITS))
              .build());

  private ClusterEncoder() {}

  static io.envoyproxy.envoy.config.cluster.v3.Cluster encode(Cluster cluster) {
    var encoded =
        io.envoyproxy.envoy.config.cluster.v3.Cluster.newBuilder()
            .setName(cluster.name())
            .setAltStatName(statName(cluster.name()))
            .setConnectTimeout(CONNECT_TIMEOUT)
            .setPerConnectionBufferLimitBytes(ListenerEncoder.BUFFER_LIMIT_BYTES)
            .setLbPolicy(LbPolicy.LEAST_REQUEST)
            .setCircuitBreakers(UNLIMITED)
            // An endpoint that its Service no longer has gets no request, whatever its health was.
            .setIgnoreHealthOnHostRemoval(true);
    if (cluster.discovery() instanceof Discovery.Dns dns) {
      encoded
          .setClusterType(DnsClusterEncoder.encode(dns))
          .setLoadAssignment(EndpointEncoder.encode(cluster.name(), dns.endpoints()));
    } else {
      encoded.setType(DiscoveryType.EDS).setEdsClusterConfig(EDS);
    }
    if (cluster.protocol() == UpstreamProtocol.HTTP2) {
      encoded.putTypedExtensionProtocolOptions(HTTP_OPTIONS, HTTP2);
    }
    return encoded.build();
  }

  /** Envoy ends a cluster's name at the first dot when it makes a Prometheus label of it. */
  private static String statName(String name) {
    return name.replace('.', '_');
  }

  private static CircuitBreakers.Thresholds unlimited() {
    UInt32Value most = UInt32Value.of(-1);
    return CircuitBreakers.Thresholds.newBuilder()
        .setMaxConnections(most)
        .setMaxPendingRequests(most)
        .setMaxRequests(most)
        .setMaxRetries(most)
        .build();
  }
}
