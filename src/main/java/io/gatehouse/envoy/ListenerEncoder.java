package io.gatehouse.envoy;

import com.google.protobuf.BoolValue;
import com.google.protobuf.Message;
import com.google.protobuf.UInt32Value;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.config.core.v3.SocketAddress.Protocol;
import io.envoyproxy.envoy.config.core.v3.UdpSocketConfig;
import io.envoyproxy.envoy.config.listener.v3.AdditionalAddress;
import io.envoyproxy.envoy.config.listener.v3.ListenerFilter;
import io.envoyproxy.envoy.config.listener.v3.QuicProtocolOptions;
import io.envoyproxy.envoy.config.listener.v3.UdpListenerConfig;
import io.envoyproxy.envoy.extensions.filters.listener.proxy_protocol.v3.ProxyProtocol;
import io.envoyproxy.envoy.extensions.filters.listener.tls_inspector.v3.TlsInspector;
import io.gatehouse.model.Listener;
import java.util.ArrayList;
import java.util.List;

/**
 * A port. Whatever is beside the filter chains depends on nothing that changes over the port's
 * life, so that Envoy updates its chains in place and drains no other (Envoy documentation,
 * "Listener discovery service").
 */
final class ListenerEncoder {

  /** As Envoy's "Configuring Envoy as an edge proxy" has it: unread bytes kept a connection. */
  static final UInt32Value BUFFER_LIMIT_BYTES = UInt32Value.of(32 * 1024);

  private static final UdpListenerConfig QUIC =
      UdpListenerConfig.newBuilder()
          .setQuicOptions(QuicProtocolOptions.getDefaultInstance())
          .setDownstreamSocketConfig(UdpSocketConfig.newBuilder().setPreferGro(BoolValue.of(true)))
          .build();

  private ListenerEncoder() {}

  /** All but the filter chains. */
  static io.envoyproxy.envoy.config.listener.v3.Listener encode(
      Listener listener, EdgeOptions options) {
    Protocol protocol = listener.quic() ? Protocol.UDP : Protocol.TCP;
    var encoded =
        io.envoyproxy.envoy.config.listener.v3.Listener.newBuilder()
            .setName(listener.name())
            .setAddress(address(listener.addresses().get(0), listener.port(), protocol))
            .setPerConnectionBufferLimitBytes(BUFFER_LIMIT_BYTES);
    listener.addresses().stream()
        .skip(1)
        .map(bind -> address(bind, listener.port(), protocol))
        .map(bind -> AdditionalAddress.newBuilder().setAddress(bind))
        .forEach(encoded::addAdditionalAddresses);
    if (listener.quic()) {
      encoded.setUdpListenerConfig(QUIC);
    } else {
      listenerFilters(listener, options).forEach(encoded::addListenerFilters);
    }
    if (options.accessLog()) {
      encoded.addAccessLog(AccessLogEncoder.REFUSED_CONNECTIONS);
    }
    return encoded.build();
  }

  static Address address(String ip, int port) {
    return address(ip, port, Protocol.TCP);
  }

  private static Address address(String ip, int port, Protocol protocol) {
    return Address.newBuilder()
        .setSocketAddress(
            SocketAddress.newBuilder().setProtocol(protocol).setAddress(ip).setPortValue(port))
        .build();
  }

  /** The client's address comes before anything else. */
  private static List<ListenerFilter> listenerFilters(Listener listener, EdgeOptions options) {
    List<ListenerFilter> filters = new ArrayList<>();
    if (options.proxyProtocol()) {
      filters.add(
          filter("envoy.filters.listener.proxy_protocol", ProxyProtocol.getDefaultInstance()));
    }
    if (listener.tls()) {
      filters.add(
          filter("envoy.filters.listener.tls_inspector", TlsInspector.getDefaultInstance()));
    }
    return filters;
  }

  private static ListenerFilter filter(String name, Message config) {
    return ListenerFilter.newBuilder()
        .setName(name)
        .setTypedConfig(Serialized.pack(config))
        .build();
  }
}
