package io.gatehouse.envoy;

import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import io.envoyproxy.envoy.config.core.v3.TransportSocket;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.FilterChainMatch;
import io.envoyproxy.envoy.extensions.transport_sockets.quic.v3.QuicDownstreamTransport;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext;
import io.gatehouse.model.Listener;
import java.util.List;

/** Which SNI names a chain answers, how it terminates TLS, and its one filter. */
final class FilterChainEncoder {

  /** For a TLS handshake; Envoy's own default is to wait for ever. */
  private static final Duration HANDSHAKE_TIMEOUT = Duration.newBuilder().setSeconds(15).build();

  private FilterChainEncoder() {}

  static FilterChain encode(Listener listener, Listener.FilterChain chain, EdgeOptions options) {
    var encoded =
        FilterChain.newBuilder().setName(chain.name()).addFilters(filter(listener, chain, options));
    if (!chain.serverNames().isEmpty()) {
      encoded.setFilterChainMatch(
          FilterChainMatch.newBuilder().addAllServerNames(chain.serverNames()));
    }
    chain
        .tls()
        .map(tls -> DownstreamTlsEncoder.encode(tls, alpn(listener, chain)))
        .ifPresent(tls -> secure(encoded, tls, listener.quic()));
    return encoded.build();
  }

  private static List<String> alpn(Listener listener, Listener.FilterChain chain) {
    if (listener.quic()) {
      return DownstreamTlsEncoder.QUIC_ALPN;
    }
    return chain.tcp().isPresent() ? List.of() : DownstreamTlsEncoder.ALPN;
  }

  private static void secure(FilterChain.Builder chain, DownstreamTlsContext tls, boolean quic) {
    if (quic) {
      chain.setTransportSocket(
          socket(
              "envoy.transport_sockets.quic",
              QuicDownstreamTransport.newBuilder().setDownstreamTlsContext(tls).build()));
    } else {
      chain
          .setTransportSocket(socket("envoy.transport_sockets.tls", tls))
          .setTransportSocketConnectTimeout(HANDSHAKE_TIMEOUT);
    }
  }

  private static TransportSocket socket(String name, Message config) {
    return TransportSocket.newBuilder()
        .setName(name)
        .setTypedConfig(Serialized.pack(config))
        .build();
  }

  private static Filter filter(Listener listener, Listener.FilterChain chain, EdgeOptions options) {
    return chain
        .tcp()
        .map(tcp -> filter("envoy.filters.network.tcp_proxy", TcpProxyEncoder.encode(tcp, options)))
        .orElseGet(
            () ->
                filter(
                    "envoy.filters.network.http_connection_manager",
                    HttpConnectionManagerEncoder.encode(listener, chain, options)));
  }

  private static Filter filter(String name, Message config) {
    return Filter.newBuilder().setName(name).setTypedConfig(Serialized.pack(config)).build();
  }
}
