package io.gatehouse.envoy;

import com.google.protobuf.BoolValue;
import com.google.protobuf.Duration;
import com.google.protobuf.UInt32Value;
import io.envoyproxy.envoy.config.core.v3.CidrRange;
import io.envoyproxy.envoy.config.core.v3.Http3ProtocolOptions;
import io.envoyproxy.envoy.config.core.v3.HttpProtocolOptions;
import io.envoyproxy.envoy.extensions.filters.http.router.v3.Router;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.CodecType;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.ForwardClientCertDetails;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.InternalAddressConfig;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.PathWithEscapedSlashesAction;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.SetCurrentClientCertDetails;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.UpgradeConfig;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.Rds;
import io.gatehouse.model.Listener;
import io.gatehouse.model.Listener.Handling;
import java.util.List;

/**
 * HTTP of a chain, hardened as Envoy's documentation "Configuring Envoy as an edge proxy" says.
 * Chains differ in their route configuration only, in whether they pass on what a verified client
 * certificate says, and in whether they translate gRPC-Web.
 *
 * <p>Two of its points are not followed, since they break what users have: headers with underscores
 * are let through (as in Istio), and a whole request may take as long as it takes (streams).
 */
final class HttpConnectionManagerEncoder {

  private static final Duration IDLE_CONNECTION_TIMEOUT = seconds(3600);

  /** Time for all request headers, against clients that trickle them. */
  private static final Duration REQUEST_HEADERS_TIMEOUT = seconds(30);

  private static final HttpFilter ROUTER =
      HttpFilter.newBuilder()
          .setName("envoy.filters.http.router")
          .setTypedConfig(Serialized.pack(Router.getDefaultInstance()))
          .build();

  private static final List<HttpFilter> FILTERS =
      List.of(HttpFilters.CORS, HttpFilters.FAULT, ROUTER);

  /** A browser's preflight is answered before; faults are as for gRPC. */
  private static final List<HttpFilter> WITH_GRPC_WEB =
      List.of(HttpFilters.CORS, HttpFilters.GRPC_WEB, HttpFilters.FAULT, ROUTER);

  /**
   * Whose {@code x-envoy-*} headers are believed. Envoy takes an empty list for all private
   * addresses, among which a load balancer's are; the limited broadcast address is nobody's.
   */
  private static final InternalAddressConfig NOBODY =
      InternalAddressConfig.newBuilder()
          .addCidrRanges(
              CidrRange.newBuilder()
                  .setAddressPrefix("255.255.255.255")
                  .setPrefixLen(UInt32Value.of(32)))
          .build();

  private static final HttpConnectionManager COMMON =
      HttpConnectionManager.newBuilder()
          .setUseRemoteAddress(BoolValue.of(true))
          .setInternalAddressConfig(NOBODY)
          .setNormalizePath(BoolValue.of(true))
          .setMergeSlashes(true)
          .setPathWithEscapedSlashesAction(PathWithEscapedSlashesAction.UNESCAPE_AND_REDIRECT)
          .setCommonHttpProtocolOptions(
              HttpProtocolOptions.newBuilder().setIdleTimeout(IDLE_CONNECTION_TIMEOUT))
          .setHttp2ProtocolOptions(Http2.LIMITS)
          .setRequestHeadersTimeout(REQUEST_HEADERS_TIMEOUT)
          .addUpgradeConfigs(UpgradeConfig.newBuilder().setUpgradeType("websocket"))
          .build();

  /** Client certificates' details go on in {@code x-forwarded-client-cert}. */
  private static final SetCurrentClientCertDetails CERTIFICATE_DETAILS =
      SetCurrentClientCertDetails.newBuilder()
          .setSubject(BoolValue.of(true))
          .setCert(true)
          .setDns(true)
          .setUri(true)
          .build();

  private HttpConnectionManagerEncoder() {}

  static HttpConnectionManager encode(
      Listener listener, Listener.FilterChain chain, EdgeOptions options) {
    Handling.Http http = chain.http().orElseThrow();
    var encoded =
        COMMON.toBuilder()
            .setStatPrefix(statPrefix(listener))
            .setXffNumTrustedHops(options.trustedHops())
            .setStreamIdleTimeout(Durations.of(options.streamIdleTimeout()))
            .setRds(
                Rds.newBuilder()
                    .setConfigSource(ConfigSources.ADS)
                    .setRouteConfigName(http.routeConfiguration()))
            .addAllHttpFilters(http.grpcWeb() ? WITH_GRPC_WEB : FILTERS);
    if (chain.tls().flatMap(Listener.TlsTermination::clients).isPresent()) {
      encoded
          .setForwardClientCertDetails(ForwardClientCertDetails.SANITIZE_SET)
          .setSetCurrentClientCertDetails(CERTIFICATE_DETAILS);
    }
    if (listener.quic()) {
      encoded
          .setCodecType(CodecType.HTTP3)
          .setHttp3ProtocolOptions(Http3ProtocolOptions.getDefaultInstance());
    }
    if (options.accessLog()) {
      encoded.addAccessLog(AccessLogEncoder.REQUESTS);
    }
    return encoded.build();
  }

  /**
   * One for all chains of a port: a set of counters a host would be most of Envoy's memory. Istio's
   * but for the dots, at the first of which Envoy would end the label that it makes of it.
   */
  private static String statPrefix(Listener listener) {
    return "outbound_" + listener.name().replace('.', '_').replace(':', '_');
  }

  private static Duration seconds(long seconds) {
    return Durations.of(java.time.Duration.ofSeconds(seconds));
  }
}
