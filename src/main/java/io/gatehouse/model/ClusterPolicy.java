package io.gatehouse.model;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How the requests of a cluster are spread over its endpoints, limited and secured.
 *
 * @param outlierDetection empty where no endpoint is ejected
 * @param tls empty for none
 * @param proxyProtocol what connections begin with; empty for nothing
 */
public record ClusterPolicy(
    LoadBalancing loadBalancing,
    ConnectionPool connectionPool,
    Optional<OutlierDetection> outlierDetection,
    Optional<UpstreamTls> tls,
    Optional<ProxyProtocol> proxyProtocol) {

  /** What holds where nobody says anything. */
  public static final ClusterPolicy DEFAULT =
      new ClusterPolicy(
          new LoadBalancing.LeastRequest(Optional.empty()),
          ConnectionPool.DEFAULT,
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  public ClusterPolicy {
    Objects.requireNonNull(loadBalancing, "loadBalancing");
    Objects.requireNonNull(connectionPool, "connectionPool");
    Objects.requireNonNull(outlierDetection, "outlierDetection");
    Objects.requireNonNull(tls, "tls");
    Objects.requireNonNull(proxyProtocol, "proxyProtocol");
  }

  /** How an endpoint is chosen. */
  public sealed interface LoadBalancing {

    record LeastRequest(Optional<SlowStart> slowStart) implements LoadBalancing {}

    record RoundRobin(Optional<SlowStart> slowStart) implements LoadBalancing {}

    record Random() implements LoadBalancing {}

    /**
     * By hash.
     *
     * @param minimumSize of the ring, 1 to 8388608
     */
    record RingHash(int minimumSize) implements LoadBalancing {}

    /**
     * By hash.
     *
     * @param tableSize a prime number; empty for Envoy's default
     */
    record Maglev(Optional<Integer> tableSize) implements LoadBalancing {}
  }

  /**
   * How the share of a new endpoint grows.
   *
   * @param minimumPercent of its full share, to begin with; 0 to 100
   * @param aggression 1 is linear
   */
  public record SlowStart(Duration window, double minimumPercent, double aggression) {}

  /**
   * Limits; those that are empty are none.
   *
   * @param idleTimeout of connections; empty for Envoy's default
   */
  public record ConnectionPool(
      Duration connectTimeout,
      Optional<Integer> maxConnections,
      Optional<Integer> maxPendingRequests,
      Optional<Integer> maxRequests,
      Optional<Integer> maxRetries,
      Optional<RetryBudget> retryBudget,
      Optional<Keepalive> keepalive,
      Optional<Integer> maxRequestsPerConnection,
      Optional<Duration> idleTimeout,
      Optional<Duration> maxConnectionDuration,
      Optional<Integer> maxConcurrentStreams,
      Optional<Http2Keepalive> http2Keepalive) {

    public static final ConnectionPool DEFAULT =
        new ConnectionPool(
            Duration.ofSeconds(10),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
  }

  /**
   * Retries under way.
   *
   * @param percent of the requests under way, 0 to 100
   * @param minimum allowed whatever the share
   */
  public record RetryBudget(double percent, int minimum) {}

  /** TCP keepalive; what is empty is left to the operating system. */
  public record Keepalive(
      Optional<Integer> probes, Optional<Duration> time, Optional<Duration> interval) {}

  /** HTTP/2 pings. */
  public record Http2Keepalive(Duration interval, Duration timeout) {}

  /**
   * When an endpoint is ejected, and for how long; what is empty is Envoy's default.
   *
   * @param consecutive5xx 0 for never
   * @param consecutiveGatewayErrors 0 for never
   * @param localOriginFailures failures to connect, where they are counted apart; empty where not
   * @param minHealthPercent of endpoints that have to be left, or all are used again
   */
  public record OutlierDetection(
      Optional<Integer> consecutive5xx,
      int consecutiveGatewayErrors,
      Optional<LocalOriginFailures> localOriginFailures,
      Optional<Duration> interval,
      Optional<Duration> baseEjectionTime,
      Optional<Integer> maxEjectionPercent,
      int minHealthPercent) {}

  /**
   * Failures to connect, counted apart from what endpoints answer.
   *
   * @param consecutive empty for Envoy's default
   */
  public record LocalOriginFailures(Optional<Integer> consecutive) {}

  /** Version of the PROXY protocol. */
  public enum ProxyProtocol {
    V1,
    V2
  }
}
