package io.gatehouse.envoy;

import com.google.protobuf.Duration;
import io.envoyproxy.envoy.config.core.v3.TransportSocket;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.FilterChainMatch;
import io.gatehouse.model.Listener;

/** One server of a port: which SNI names it answers, how it terminates TLS, and its HTTP filter. */
final class FilterChainEncoder {

  /** For a TLS handshake; Envoy's own default is to wait for ever. */
  private static final Duration HANDSHAKE_TIMEOUT = Duration.newBuilder().setSeconds(15).build();

  private FilterChainEncoder() {}

  static FilterChain encode(Listener listener, Listener.FilterChain chain) {
    var encoded =
        FilterChain.newBuilder()
            .setName(chain.name())
            .addFilters(
                Filter.newBuilder()
                    .setName("envoy.filters.network.http_connection_manager")
                    .setTypedConfig(
                        Serialized.pack(HttpConnectionManagerEncoder.encode(listener, chain))));
    if (!chain.serverNames().isEmpty()) {
      encoded.setFilterChainMatch(
          FilterChainMatch.newBuilder().addAllServerNames(chain.serverNames()));
    }
    chain
        .tls()
        .map(DownstreamTlsEncoder::encode)
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
}
