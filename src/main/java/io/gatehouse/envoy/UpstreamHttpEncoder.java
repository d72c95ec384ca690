package io.gatehouse.envoy;

import com.google.protobuf.Any;
import com.google.protobuf.UInt32Value;
import io.envoyproxy.envoy.config.core.v3.Http1ProtocolOptions;
import io.envoyproxy.envoy.config.core.v3.Http2ProtocolOptions;
import io.envoyproxy.envoy.config.core.v3.HttpProtocolOptions.Builder;
import io.envoyproxy.envoy.config.core.v3.KeepaliveSettings;
import io.envoyproxy.envoy.config.core.v3.UpstreamHttpProtocolOptions;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions.ExplicitHttpConfig;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions.UseDownstreamHttpConfig;
import io.gatehouse.model.Cluster;
import io.gatehouse.model.Cluster.UpstreamProtocol;
import io.gatehouse.model.ClusterPolicy.ConnectionPool;
import io.gatehouse.model.UpstreamTls;

/** Which HTTP is spoken to endpoints, and how long on one connection. */
final class UpstreamHttpEncoder {

  private static final String HTTP_OPTIONS =
      "envoy.extensions.upstreams.http.v3.HttpProtocolOptions";

  /** What Envoy does without options. */
  private static final HttpProtocolOptions HTTP1 =
      HttpProtocolOptions.newBuilder()
          .setExplicitHttpConfig(
              ExplicitHttpConfig.newBuilder()
                  .setHttpProtocolOptions(Http1ProtocolOptions.getDefaultInstance()))
          .build();

  private UpstreamHttpEncoder() {}

  static void encode(Cluster cluster, io.envoyproxy.envoy.config.cluster.v3.Cluster.Builder to) {
    ConnectionPool pool = cluster.policy().connectionPool();
    HttpProtocolOptions.Builder options = HttpProtocolOptions.newBuilder();
    protocol(cluster.protocol(), pool, options);
    connections(pool, options);
    cluster.policy().tls().ifPresent(tls -> names(tls, options));
    HttpProtocolOptions encoded = options.build();
    if (!encoded.equals(HTTP1)) {
      Any any = Serialized.pack(encoded);
      to.putTypedExtensionProtocolOptions(HTTP_OPTIONS, any);
    }
  }

  private static void protocol(
      UpstreamProtocol protocol, ConnectionPool pool, HttpProtocolOptions.Builder options) {
    switch (protocol) {
      case HTTP1 -> options.mergeFrom(HTTP1);
      case HTTP2 ->
          options.setExplicitHttpConfig(
              ExplicitHttpConfig.newBuilder().setHttp2ProtocolOptions(http2(pool)));
      case AS_CLIENT ->
          options.setUseDownstreamProtocolConfig(
              UseDownstreamHttpConfig.newBuilder()
                  .setHttpProtocolOptions(Http1ProtocolOptions.getDefaultInstance())
                  .setHttp2ProtocolOptions(http2(pool)));
    }
  }

  private static Http2ProtocolOptions http2(ConnectionPool pool) {
    Http2ProtocolOptions.Builder options = Http2.LIMITS.toBuilder();
    pool.maxConcurrentStreams().map(UInt32Value::of).ifPresent(options::setMaxConcurrentStreams);
    pool.http2Keepalive()
        .ifPresent(
            ping ->
                options.setConnectionKeepalive(
                    KeepaliveSettings.newBuilder()
                        .setInterval(Durations.of(ping.interval()))
                        .setTimeout(Durations.of(ping.timeout()))));
    return options.build();
  }

  private static void connections(ConnectionPool pool, HttpProtocolOptions.Builder options) {
    Builder common = io.envoyproxy.envoy.config.core.v3.HttpProtocolOptions.newBuilder();
    pool.idleTimeout().map(Durations::of).ifPresent(common::setIdleTimeout);
    pool.maxConnectionDuration().map(Durations::of).ifPresent(common::setMaxConnectionDuration);
    pool.maxRequestsPerConnection()
        .map(UInt32Value::of)
        .ifPresent(common::setMaxRequestsPerConnection);
    var built = common.build();
    if (!built.equals(built.getDefaultInstanceForType())) {
      options.setCommonHttpProtocolOptions(built);
    }
  }

  /** Without a name for the handshake it is the request's host, which is verified then too. */
  private static void names(UpstreamTls tls, HttpProtocolOptions.Builder options) {
    if (tls.sni().isEmpty()) {
      boolean verified = tls.subjectAltNames().isEmpty() && tls.ca().isPresent();
      options.setUpstreamHttpProtocolOptions(
          UpstreamHttpProtocolOptions.newBuilder().setAutoSni(true).setAutoSanValidation(verified));
    }
  }
}
