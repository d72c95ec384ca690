package io.gatehouse.translate.istio;

import io.gatehouse.model.ClusterPolicy;
import io.gatehouse.model.ClusterPolicy.ConnectionPool;
import io.gatehouse.model.ClusterPolicy.Http2Keepalive;
import io.gatehouse.model.ClusterPolicy.Keepalive;
import io.gatehouse.model.ClusterPolicy.LoadBalancing;
import io.gatehouse.model.ClusterPolicy.LocalOriginFailures;
import io.gatehouse.model.ClusterPolicy.OutlierDetection;
import io.gatehouse.model.ClusterPolicy.ProxyProtocol;
import io.gatehouse.model.ClusterPolicy.RetryBudget;
import io.gatehouse.model.ClusterPolicy.SlowStart;
import io.gatehouse.model.Route.HashPolicy;
import io.gatehouse.model.Route.HeaderValue;
import io.gatehouse.model.UpstreamTls;
import io.gatehouse.resource.istio.TrafficPolicy;
import io.gatehouse.resource.istio.TrafficPolicy.HashKey;
import io.gatehouse.resource.istio.TrafficPolicy.HttpPool;
import io.gatehouse.resource.istio.TrafficPolicy.LoadBalancer;
import java.util.List;
import java.util.Optional;

/** What a DestinationRule says of a port, with Istio's defaults for the rest. */
final class ClusterPolicyBuilder {

  private ClusterPolicyBuilder() {}

  static ClusterPolicy build(TrafficPolicy policy, Optional<UpstreamTls> tls) {
    return new ClusterPolicy(
        policy
            .loadBalancer()
            .map(ClusterPolicyBuilder::loadBalancing)
            .orElse(ClusterPolicy.DEFAULT.loadBalancing()),
        connectionPool(policy),
        policy.outlierDetection().map(ClusterPolicyBuilder::outlierDetection),
        tls,
        policy.proxyProtocol().map(version -> ProxyProtocol.valueOf(version.name())));
  }

  /** What of a request chooses its endpoint; nothing unless the balancer is one that hashes. */
  static List<HashPolicy> hashPolicies(TrafficPolicy policy) {
    return policy.loadBalancer().flatMap(LoadBalancer::hash).stream()
        .map(ClusterPolicyBuilder::hashPolicy)
        .toList();
  }

  private static HashPolicy hashPolicy(HashKey key) {
    if (key instanceof HashKey.Header header) {
      return new HashPolicy.Header(header.name());
    }
    if (key instanceof HashKey.Cookie cookie) {
      return new HashPolicy.Cookie(
          cookie.name(),
          cookie.ttl(),
          cookie.path(),
          cookie.attributes().stream()
              .map(attribute -> new HeaderValue(attribute.getKey(), attribute.getValue()))
              .toList());
    }
    return key instanceof HashKey.QueryParameter parameter
        ? new HashPolicy.QueryParameter(parameter.name())
        : new HashPolicy.SourceIp();
  }

  private static LoadBalancing loadBalancing(LoadBalancer balancer) {
    Optional<SlowStart> slowStart =
        balancer
            .warmup()
            .map(
                warmup ->
                    new SlowStart(warmup.duration(), warmup.minimumPercent(), warmup.aggression()));
    return switch (balancer.algorithm()) {
      case LEAST_REQUEST -> new LoadBalancing.LeastRequest(slowStart);
      case ROUND_ROBIN -> new LoadBalancing.RoundRobin(slowStart);
      case RANDOM -> new LoadBalancing.Random();
      case RING_HASH -> new LoadBalancing.RingHash(balancer.size().orElseThrow());
      case MAGLEV -> new LoadBalancing.Maglev(balancer.size());
    };
  }

  private static ConnectionPool connectionPool(TrafficPolicy policy) {
    Optional<TrafficPolicy.ConnectionPool> pool = policy.connectionPool();
    HttpPool http = pool.map(TrafficPolicy.ConnectionPool::http).orElse(HttpPool.NONE);
    return new ConnectionPool(
        pool.flatMap(TrafficPolicy.ConnectionPool::connectTimeout)
            .orElse(ConnectionPool.DEFAULT.connectTimeout()),
        pool.flatMap(TrafficPolicy.ConnectionPool::maxConnections),
        http.maxPendingRequests(),
        http.maxRequests(),
        http.maxRetries(),
        policy
            .retryBudget()
            .map(budget -> new RetryBudget(budget.percent(), budget.minRetryConcurrency())),
        pool.flatMap(TrafficPolicy.ConnectionPool::keepalive)
            .map(alive -> new Keepalive(alive.probes(), alive.time(), alive.interval())),
        http.maxRequestsPerConnection(),
        http.idleTimeout().or(() -> pool.flatMap(TrafficPolicy.ConnectionPool::idleTimeout)),
        pool.flatMap(TrafficPolicy.ConnectionPool::maxConnectionDuration),
        http.maxConcurrentStreams(),
        http.http2Keepalive().map(ping -> new Http2Keepalive(ping.interval(), ping.timeout())));
  }

  private static OutlierDetection outlierDetection(TrafficPolicy.OutlierDetection outlier) {
    return new OutlierDetection(
        outlier.consecutive5xxErrors(),
        outlier.consecutiveGatewayErrors().orElse(0),
        outlier.splitExternalLocalOriginErrors()
            ? Optional.of(new LocalOriginFailures(outlier.consecutiveLocalOriginFailures()))
            : Optional.empty(),
        outlier.interval(),
        outlier.baseEjectionTime(),
        outlier.maxEjectionPercent(),
        outlier.minHealthPercent());
  }
}
