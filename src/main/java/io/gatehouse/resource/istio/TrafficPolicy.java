package io.gatehouse.resource.istio;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a DestinationRule says of connections to its host; what is absent is left at its default.
 *
 * @param ports by port number, settings that replace {@code loadBalancer}, {@code connectionPool},
 *     {@code outlierDetection} and {@code tls}, absent ones too
 */
public record TrafficPolicy(
    Optional<LoadBalancer> loadBalancer,
    Optional<ConnectionPool> connectionPool,
    Optional<OutlierDetection> outlierDetection,
    Optional<ClientTls> tls,
    Optional<ProxyProtocol> proxyProtocol,
    Optional<RetryBudget> retryBudget,
    Map<Integer, TrafficPolicy> ports) {

  public static final TrafficPolicy NONE =
      new TrafficPolicy(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Map.of());

  public TrafficPolicy {
    ports = Map.copyOf(ports);
  }

  /** What counts for a port: what is said of the port is not mixed with what is said of all. */
  public TrafficPolicy at(int port) {
    TrafficPolicy own = ports.get(port);
    return own == null
        ? this
        : new TrafficPolicy(
            own.loadBalancer,
            own.connectionPool,
            own.outlierDetection,
            own.tls,
            proxyProtocol,
            retryBudget,
            Map.of());
  }

  /** This policy for {@code port}, as a subset's own policy overrides it. */
  public TrafficPolicy at(int port, TrafficPolicy ofSubset) {
    TrafficPolicy all = at(port);
    if (ofSubset.ports.containsKey(port)) {
      TrafficPolicy own = ofSubset.at(port);
      return new TrafficPolicy(
          own.loadBalancer,
          own.connectionPool,
          own.outlierDetection,
          own.tls,
          own.proxyProtocol.or(all::proxyProtocol),
          own.retryBudget.or(all::retryBudget),
          Map.of());
    }
    return new TrafficPolicy(
        ofSubset.loadBalancer.or(all::loadBalancer),
        ofSubset.connectionPool.or(all::connectionPool),
        ofSubset.outlierDetection.or(all::outlierDetection),
        ofSubset.tls.or(all::tls),
        ofSubset.proxyProtocol.or(all::proxyProtocol),
        ofSubset.retryBudget.or(all::retryBudget),
        Map.of());
  }

  /**
   * How an endpoint is chosen.
   *
   * @param hash what of a request chooses it; present exactly for {@link Algorithm#RING_HASH} and
   *     {@link Algorithm#MAGLEV}
   * @param size the least size of the ring, or that of Maglev's table; empty for the default
   * @param warmup for endpoints that are new; empty for none
   */
  public record LoadBalancer(
      Algorithm algorithm,
      Optional<HashKey> hash,
      Optional<Integer> size,
      Optional<Warmup> warmup) {}

  /** Ways to choose an endpoint. */
  public enum Algorithm {
    LEAST_REQUEST,
    ROUND_ROBIN,
    RANDOM,
    RING_HASH,
    MAGLEV
  }

  /** What of a request chooses its endpoint. */
  public sealed interface HashKey {

    record Header(String name) implements HashKey {}

    /**
     * A cookie.
     *
     * @param ttl empty where the proxy is not to set it, zero for a session cookie
     * @param path empty for the default
     * @param attributes name and value of each
     */
    record Cookie(
        String name,
        Optional<Duration> ttl,
        String path,
        List<Map.Entry<String, String>> attributes)
        implements HashKey {
      public Cookie {
        attributes = List.copyOf(attributes);
      }
    }

    record SourceIp() implements HashKey {}

    record QueryParameter(String name) implements HashKey {}
  }

  /**
   * A new endpoint's share grows over a time.
   *
   * @param minimumPercent of its full share, to begin with; 0 to 100
   * @param aggression above 0; 1 is linear
   */
  public record Warmup(Duration duration, double minimumPercent, double aggression) {}

  /** Limits; those of connections count for HTTP and TCP. */
  public record ConnectionPool(
      Optional<Integer> maxConnections,
      Optional<Duration> connectTimeout,
      Optional<Keepalive> keepalive,
      Optional<Duration> maxConnectionDuration,
      Optional<Duration> idleTimeout,
      HttpPool http) {}

  /** TCP keepalive; what is absent is left to the operating system. */
  public record Keepalive(
      Optional<Integer> probes, Optional<Duration> time, Optional<Duration> interval) {}

  /**
   * Limits for HTTP.
   *
   * @param maxPendingRequests {@code http1MaxPendingRequests}, which counts for HTTP/2 as well
   * @param maxRequests {@code http2MaxRequests}, which counts for HTTP/1.1 as well
   * @param upgradeToHttp2 {@code h2UpgradePolicy: UPGRADE}
   */
  public record HttpPool(
      Optional<Integer> maxPendingRequests,
      Optional<Integer> maxRequests,
      Optional<Integer> maxRequestsPerConnection,
      Optional<Integer> maxRetries,
      Optional<Duration> idleTimeout,
      Optional<Integer> maxConcurrentStreams,
      Optional<Http2Keepalive> http2Keepalive,
      boolean upgradeToHttp2,
      boolean useClientProtocol) {

    public static final HttpPool NONE =
        new HttpPool(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            false,
            false);
  }

  /** HTTP/2 pings. */
  public record Http2Keepalive(Duration interval, Duration timeout) {}

  /**
   * When an endpoint is ejected, and for how long.
   *
   * @param consecutive5xxErrors 0 for never; empty for the default, 5
   * @param consecutiveGatewayErrors 0 or empty for never
   * @param consecutiveLocalOriginFailures counts only where they are split; empty for the default
   */
  public record OutlierDetection(
      Optional<Integer> consecutive5xxErrors,
      Optional<Integer> consecutiveGatewayErrors,
      boolean splitExternalLocalOriginErrors,
      Optional<Integer> consecutiveLocalOriginFailures,
      Optional<Duration> interval,
      Optional<Duration> baseEjectionTime,
      Optional<Integer> maxEjectionPercent,
      int minHealthPercent) {}

  /** Version of the PROXY protocol that connections begin with. */
  public enum ProxyProtocol {
    V1,
    V2
  }

  /**
   * Retries under way.
   *
   * @param percent of the requests under way, 0 to 100
   */
  public record RetryBudget(double percent, int minRetryConcurrency) {}
}
