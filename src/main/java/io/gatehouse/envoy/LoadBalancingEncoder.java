package io.gatehouse.envoy;

import com.google.protobuf.UInt64Value;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.Builder;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.LbPolicy;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.LeastRequestLbConfig;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.MaglevLbConfig;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.RingHashLbConfig;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.RoundRobinLbConfig;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.SlowStartConfig;
import io.envoyproxy.envoy.config.core.v3.RuntimeDouble;
import io.envoyproxy.envoy.type.v3.Percent;
import io.gatehouse.model.ClusterPolicy.LoadBalancing;
import io.gatehouse.model.ClusterPolicy.SlowStart;

/** How an endpoint is chosen. */
final class LoadBalancingEncoder {

  /** Envoy wants a key; nobody sets it. */
  private static final String AGGRESSION_KEY = "gatehouse.slow_start.aggression";

  private LoadBalancingEncoder() {}

  static void encode(LoadBalancing balancing, Builder cluster) {
    if (balancing instanceof LoadBalancing.LeastRequest leastRequest) {
      cluster.setLbPolicy(LbPolicy.LEAST_REQUEST);
      leastRequest
          .slowStart()
          .map(start -> LeastRequestLbConfig.newBuilder().setSlowStartConfig(slow(start)))
          .ifPresent(cluster::setLeastRequestLbConfig);
    } else if (balancing instanceof LoadBalancing.RoundRobin roundRobin) {
      cluster.setLbPolicy(LbPolicy.ROUND_ROBIN);
      roundRobin
          .slowStart()
          .map(start -> RoundRobinLbConfig.newBuilder().setSlowStartConfig(slow(start)))
          .ifPresent(cluster::setRoundRobinLbConfig);
    } else if (balancing instanceof LoadBalancing.RingHash ring) {
      cluster
          .setLbPolicy(LbPolicy.RING_HASH)
          .setRingHashLbConfig(
              RingHashLbConfig.newBuilder().setMinimumRingSize(UInt64Value.of(ring.minimumSize())));
    } else if (balancing instanceof LoadBalancing.Maglev maglev) {
      cluster.setLbPolicy(LbPolicy.MAGLEV);
      maglev
          .tableSize()
          .map(size -> MaglevLbConfig.newBuilder().setTableSize(UInt64Value.of(size)))
          .ifPresent(cluster::setMaglevLbConfig);
    } else {
      cluster.setLbPolicy(LbPolicy.RANDOM);
    }
  }

  private static SlowStartConfig slow(SlowStart start) {
    return SlowStartConfig.newBuilder()
        .setSlowStartWindow(Durations.of(start.window()))
        .setMinWeightPercent(Percent.newBuilder().setValue(start.minimumPercent()))
        .setAggression(
            RuntimeDouble.newBuilder()
                .setDefaultValue(start.aggression())
                .setRuntimeKey(AGGRESSION_KEY))
        .build();
  }
}
