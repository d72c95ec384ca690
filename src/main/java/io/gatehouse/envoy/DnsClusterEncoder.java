package io.gatehouse.envoy;

import com.google.protobuf.Duration;
import com.google.protobuf.UInt32Value;
import com.google.protobuf.UInt64Value;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.CustomClusterType;
import io.envoyproxy.envoy.config.core.v3.TypedExtensionConfig;
import io.envoyproxy.envoy.extensions.clusters.common.dns.v3.DnsLookupFamily;
import io.envoyproxy.envoy.extensions.clusters.dns.v3.DnsCluster;
import io.envoyproxy.envoy.extensions.network.dns_resolver.cares.v3.CaresDnsResolverConfig;
import io.gatehouse.model.Cluster.Discovery;
import io.gatehouse.model.Cluster.LookupFamily;

/**
 * A cluster whose endpoints Envoy looks up: strict or logical DNS in the form that is not
 * deprecated. While a name cannot be looked up, the addresses found last stay in use.
 */
final class DnsClusterEncoder {

  private static final String TYPE = "envoy.clusters.dns";

  /** Istio's {@code dnsRefreshRate}, for answers without a time to live. */
  private static final Duration REFRESH = seconds(60);

  /** Istio's: proxies that start together do not ask together. */
  private static final Duration JITTER = Duration.newBuilder().setNanos(100_000_000).build();

  /** While a name cannot be looked up; Envoy's own would be {@link #REFRESH}. */
  private static final DnsCluster.RefreshRate AFTER_FAILURE =
      DnsCluster.RefreshRate.newBuilder()
          .setBaseInterval(seconds(2))
          .setMaxInterval(seconds(30))
          .build();

  /**
   * An Envoy that starts waits for the first answer of every cluster before it serves any host.
   * With c-ares' own patience, one dead DNS server held all of them up for more than 30 s; with
   * this, for 3 s.
   */
  private static final TypedExtensionConfig RESOLVER =
      TypedExtensionConfig.newBuilder()
          .setName("envoy.network.dns_resolver.cares")
          .setTypedConfig(
              Serialized.pack(
                  CaresDnsResolverConfig.newBuilder()
                      .setQueryTimeoutSeconds(UInt64Value.of(1))
                      .setQueryTries(UInt32Value.of(2))
                      // Istio's: a socket that leads nowhere any more is replaced in time.
                      .setUdpMaxQueries(UInt32Value.of(100))
                      .build()))
          .build();

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
                    .setDnsFailureRefreshRate(AFTER_FAILURE)
                    .setTypedDnsResolverConfig(RESOLVER)
                    .setDnsLookupFamily(family(dns.family()))
                    .setAllAddressesInSingleEndpoint(dns.logical())
                    .build()))
        .build();
  }

  private static Duration seconds(int seconds) {
    return Duration.newBuilder().setSeconds(seconds).build();
  }

  private static DnsLookupFamily family(LookupFamily family) {
    return switch (family) {
      case IPV4 -> DnsLookupFamily.V4_ONLY;
      case IPV6 -> DnsLookupFamily.V6_ONLY;
      case ALL -> DnsLookupFamily.ALL;
    };
  }
}
