package io.gatehouse.resource.istio;

import io.gatehouse.resource.istio.TrafficPolicy.ConnectionPool;
import io.gatehouse.resource.istio.TrafficPolicy.Http2Keepalive;
import io.gatehouse.resource.istio.TrafficPolicy.HttpPool;
import io.gatehouse.resource.istio.TrafficPolicy.Keepalive;
import io.gatehouse.resource.json.Fields;
import io.gatehouse.resource.json.Value;
import io.gatehouse.resource.json.Vocabulary;
import java.time.Duration;
import java.util.Optional;

/** Reads {@code connectionPool} of a traffic policy. */
final class ConnectionPoolParser {

  private static final Vocabulary POOL = Vocabulary.of("a connectionPool");
  private static final Vocabulary TCP = Vocabulary.of("a connectionPool's tcp");
  private static final Vocabulary HTTP = Vocabulary.of("a connectionPool's http");
  private static final Vocabulary KEEPALIVE = Vocabulary.of("tcpKeepalive");
  private static final Vocabulary PINGS = Vocabulary.of("http2KeepAlive");

  private static final Duration DEFAULT_PING_TIMEOUT = Duration.ofSeconds(20);

  private ConnectionPoolParser() {}

  static Optional<ConnectionPool> parse(Fields policy) {
    return Settings.below(policy, "connectionPool").map(ConnectionPoolParser::pool);
  }

  private static ConnectionPool pool(Settings settings) {
    Optional<Settings> tcp = settings.object("tcp");
    ConnectionPool pool =
        new ConnectionPool(
            tcp.flatMap(all -> all.limit("maxConnections")),
            tcp.flatMap(all -> all.duration("connectTimeout")),
            tcp.flatMap(all -> all.object("tcpKeepalive")).map(ConnectionPoolParser::keepalive),
            tcp.flatMap(all -> all.duration("maxConnectionDuration")),
            tcp.flatMap(all -> all.duration("idleTimeout")),
            settings.object("http").map(ConnectionPoolParser::http).orElse(HttpPool.NONE));
    tcp.ifPresent(all -> all.rest(TCP));
    settings.rest(POOL);
    return pool;
  }

  private static Keepalive keepalive(Settings settings) {
    Keepalive keepalive =
        new Keepalive(
            settings.limit("probes"), settings.duration("time"), settings.duration("interval"));
    settings.rest(KEEPALIVE);
    return keepalive;
  }

  private static HttpPool http(Settings settings) {
    HttpPool http =
        new HttpPool(
            settings.limit("http1MaxPendingRequests"),
            settings.limit("http2MaxRequests"),
            settings.limit("maxRequestsPerConnection"),
            settings.limit("maxRetries"),
            settings.duration("idleTimeout"),
            settings.limit("maxConcurrentStreams"),
            settings.object("http2KeepAlive").flatMap(ConnectionPoolParser::pings),
            upgrade(settings),
            settings.flag("useClientProtocol"));
    settings.rest(HTTP);
    return http;
  }

  private static Optional<Http2Keepalive> pings(Settings settings) {
    Optional<Duration> interval = settings.duration("interval");
    Duration timeout = settings.duration("timeout").orElse(DEFAULT_PING_TIMEOUT);
    settings.rest(PINGS);
    return interval.map(every -> new Http2Keepalive(every, timeout));
  }

  private static boolean upgrade(Settings http) {
    Optional<String> policy = http.text("h2UpgradePolicy");
    policy
        .filter(text -> !text.equals("DEFAULT") && !text.equals("DO_NOT_UPGRADE"))
        .filter(text -> !text.equals("UPGRADE"))
        .ifPresent(
            unknown ->
                http.fields()
                    .get("h2UpgradePolicy")
                    .map(value -> value.in(Settings.part(value.part())))
                    .ifPresent(
                        value ->
                            value.invalid(
                                "is " + Value.shown(unknown) + ", which is not a policy",
                                "Set it to DEFAULT, DO_NOT_UPGRADE or UPGRADE.")));
    return policy.filter("UPGRADE"::equals).isPresent();
  }
}
