package io.gatehouse.envoy;

import com.google.protobuf.Duration;
import io.envoyproxy.envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy;
import io.envoyproxy.envoy.type.v3.HashPolicy;
import io.gatehouse.model.Listener.Handling;
import io.gatehouse.model.Listener.TcpShare;

/** Forwards connections as they are. */
final class TcpProxyEncoder {

  /** Envoy's default, which Istio's gateways have too. */
  private static final Duration IDLE_TIMEOUT = Duration.newBuilder().setSeconds(3600).build();

  private static final TcpProxy COMMON = TcpProxy.newBuilder().setIdleTimeout(IDLE_TIMEOUT).build();

  private static final HashPolicy BY_SOURCE_ADDRESS =
      HashPolicy.newBuilder().setSourceIp(HashPolicy.SourceIp.getDefaultInstance()).build();

  private TcpProxyEncoder() {}

  static TcpProxy encode(Handling.Tcp tcp, EdgeOptions options) {
    TcpProxy.Builder encoded = COMMON.toBuilder().setStatPrefix(tcp.statPrefix());
    if (options.accessLog()) {
      encoded.addAccessLog(AccessLogEncoder.CONNECTIONS);
    }
    if (tcp.bySourceAddress()) {
      encoded.addHashPolicy(BY_SOURCE_ADDRESS);
    }
    if (tcp.clusters().size() == 1) {
      return encoded.setCluster(tcp.clusters().get(0).cluster()).build();
    }
    var weighted = TcpProxy.WeightedCluster.newBuilder();
    for (TcpShare share : tcp.clusters()) {
      weighted.addClusters(
          TcpProxy.WeightedCluster.ClusterWeight.newBuilder()
              .setName(share.cluster())
              .setWeight(share.weight()));
    }
    return encoded.setWeightedClusters(weighted).build();
  }
}
