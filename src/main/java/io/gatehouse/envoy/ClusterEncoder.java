package io.gatehouse.envoy;

import com.google.protobuf.UInt32Value;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.Builder;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.DiscoveryType;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.EdsClusterConfig;
import io.envoyproxy.envoy.config.cluster.v3.UpstreamConnectionOptions;
import io.envoyproxy.envoy.config.core.v3.TcpKeepalive;
import io.gatehouse.model.Cluster;
import io.gatehouse.model.Cluster.Discovery;
import io.gatehouse.model.ClusterPolicy;
import io.gatehouse.model.ClusterPolicy.Keepalive;
import java.time.Duration;

/** One port of a host as an upstream. */
final class ClusterEncoder {

  private static final EdsClusterConfig EDS =
      EdsClusterConfig.newBuilder().setEdsConfig(ConfigSources.ADS).build();

  /** What Linux takes (tcp(7)); with more, no connection would come about. */
  private static final int MOST_PROBES = 127;

  private static final int MOST_SECONDS = 32_767;

  private ClusterEncoder() {}

  static io.envoyproxy.envoy.config.cluster.v3.Cluster encode(Cluster cluster) {
    ClusterPolicy policy = cluster.policy();
    Builder encoded =
        io.envoyproxy.envoy.config.cluster.v3.Cluster.newBuilder()
            .setName(cluster.name())
            .setAltStatName(statName(cluster.name()))
            .setConnectTimeout(Durations.of(policy.connectionPool().connectTimeout()))
            .setPerConnectionBufferLimitBytes(ListenerEncoder.BUFFER_LIMIT_BYTES)
            .setCircuitBreakers(CircuitBreakersEncoder.encode(policy.connectionPool()))
            // An endpoint that its Service no longer has gets no request, whatever its health was.
            .setIgnoreHealthOnHostRemoval(true);
    if (cluster.discovery() instanceof Discovery.Dns dns) {
      encoded
          .setClusterType(DnsClusterEncoder.encode(dns))
          .setLoadAssignment(EndpointEncoder.encode(cluster.name(), dns.endpoints()));
    } else {
      encoded.setType(DiscoveryType.EDS).setEdsClusterConfig(EDS);
    }
    LoadBalancingEncoder.encode(policy.loadBalancing(), encoded);
    policy.outlierDetection().ifPresent(outlier -> OutlierEncoder.encode(outlier, encoded));
    policy
        .connectionPool()
        .keepalive()
        .ifPresent(
            keepalive ->
                encoded.setUpstreamConnectionOptions(
                    UpstreamConnectionOptions.newBuilder().setTcpKeepalive(tcp(keepalive))));
    UpstreamHttpEncoder.encode(cluster, encoded);
    UpstreamSocketEncoder.encode(cluster).ifPresent(encoded::setTransportSocket);
    return encoded.build();
  }

  /** Envoy ends a cluster's name at the first dot when it makes a Prometheus label of it. */
  private static String statName(String name) {
    return name.replace('.', '_');
  }

  private static TcpKeepalive tcp(Keepalive keepalive) {
    TcpKeepalive.Builder encoded = TcpKeepalive.newBuilder();
    keepalive
        .probes()
        .map(probes -> UInt32Value.of(Math.min(probes, MOST_PROBES)))
        .ifPresent(encoded::setKeepaliveProbes);
    keepalive.time().map(ClusterEncoder::seconds).ifPresent(encoded::setKeepaliveTime);
    keepalive.interval().map(ClusterEncoder::seconds).ifPresent(encoded::setKeepaliveInterval);
    return encoded.build();
  }

  private static UInt32Value seconds(Duration duration) {
    return UInt32Value.of((int) Math.min(Math.max(1, duration.toSeconds()), MOST_SECONDS));
  }
}
