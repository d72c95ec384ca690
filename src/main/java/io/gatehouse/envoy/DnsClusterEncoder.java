package io.gatehouse.envoy;

import com.google.protobuf.Duration;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.CustomClusterType;
import io.envoyproxy.envoy.extensions.clusters.common.dns.v3.DnsLookupFamily;
import io.envoyproxy.envoy.extensions.clusters.dns.v3.DnsCluster;
import io.gatehouse.model.Cluster.Discovery;
import io.gatehouse.model.Cluster.LookupFamily;

/**
 * A cluster whose endpoints Envoy looks up: strict or logical DNS in the form that is not
 * deprecated. While a name cannot be looked up, the addresses found last stay in use.
 */
final class DnsClusterEncoder {

  private static final String TYPE = "envoy.clusters.dns";

  /** Istio's {@code dnsRefreshRate}, for answers without a time to live. */
  private static final Duration REFRESH = Duration.newBuilder().setSeconds(60).build();

  /** Istio's: proxies that start together do not ask together. */
  private static final Duration JITTER = Duration.newBuilder().setNanos(100_000_000).build();

  private DnsClusterEncoder() {}

  static CustomClusterType encode(Discovery.Dns dns) {
    return CustomClusterType.newBuilder()
        .setName(TYPE)
        .setTypedConfig(
            Serialized.pack(
                DnsCluster.newBuilder()
                    .setDnsRefreshRate(REFRESH)
                    .setDnsJitter(JITTER)
                    .setRespectDnsTtl(true)
                    .setDnsLookupFamily(family(dns.family()))
                    .setAllAddressesInSingleEndpoint(dns.logical())
                    .build()))
        .build();
  }

  private static DnsLookupFamily family(LookupFamily family) {
    return switch (family) {
      case IPV4 -> DnsLookupFamily.V4_ONLY;
      case IPV6 -> DnsLookupFamily.V6_ONLY;
      case ALL -> DnsLookupFamily.ALL;
    };
  }
}
