package io.gatehouse.envoy;

import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import io.envoyproxy.envoy.config.core.v3.TransportSocket;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.FilterChainMatch;
import io.gatehouse.model.Listener;

/** Which SNI names a chain answers, how it terminates TLS, and its one filter. */
final class FilterChainEncoder {

  /** For a TLS handshake; Envoy's own default is to wait for ever. */
  private static final Duration HANDSHAKE_TIMEOUT = Duration.newBuilder().setSeconds(15).build();

  private FilterChainEncoder() {}

  static FilterChain encode(Listener listener, Listener.FilterChain chain) {
    var encoded =
        FilterChain.newBuilder().setName(chain.name()).addFilters(filter(listener, chain));
    if (!chain.serverNames().isEmpty()) {
      encoded.setFilterChainMatch(
          FilterChainMatch.newBuilder().addAllServerNames(chain.serverNames()));
    }
    chain
        .tls()
        .map(termination -> DownstreamTlsEncoder.encode(termination, chain.tcp().isEmpty()))
        .ifPresent(
            tls ->
                encoded
                    .setTransportSocket(
                        TransportSocket.newBuilder()
                            .setName("envoy.transport_sockets.tls")
                            .setTypedConfig(Serialized.pack(tls)))
                    .setTransportSocketConnectTimeout(HANDSHAKE_TIMEOUT));
    return encoded.build();
  }

  private static Filter filter(Listener listener, Listener.FilterChain chain) {
    return chain
        .tcp()
        .map(tcp -> filter("envoy.filters.network.tcp_proxy", TcpProxyEncoder.encode(tcp)))
        .orElseGet(
            () ->
                filter(
                    "envoy.filters.network.http_connection_manager",
                    HttpConnectionManagerEncoder.encode(listener, chain)));
  }

  private static Filter filter(String name, Message config) {
    return Filter.newBuilder().setName(name).setTypedConfig(Serialized.pack(config)).build();
  }
}
