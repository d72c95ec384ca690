package io.gatehouse.envoy;

import com.google.protobuf.UInt32Value;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.config.listener.v3.AdditionalAddress;
import io.envoyproxy.envoy.config.listener.v3.ListenerFilter;
import io.envoyproxy.envoy.extensions.filters.listener.tls_inspector.v3.TlsInspector;
import io.gatehouse.model.Listener;

/**
 * A port. Whatever is beside the filter chains depends on nothing that changes over the port's
 * life, so that Envoy updates its chains in place and drains no other (Envoy documentation,
 * "Listener discovery service").
 */
final class ListenerEncoder {

  /** As Envoy's "Configuring Envoy as an edge proxy" has it: unread bytes kept a connection. */
  static final UInt32Value BUFFER_LIMIT_BYTES = UInt32Value.of(32 * 1024);

  private ListenerEncoder() {}

  /** All but the filter chains. */
  static io.envoyproxy.envoy.config.listener.v3.Listener encode(Listener listener) {
    var encoded =
        io.envoyproxy.envoy.config.listener.v3.Listener.newBuilder()
            .setName(listener.name())
            .setAddress(address(listener.addresses().get(0), listener.port()))
            .setPerConnectionBufferLimitBytes(BUFFER_LIMIT_BYTES);
    listener.addresses().stream()
        .skip(1)
        .map(bind -> AdditionalAddress.newBuilder().setAddress(address(bind, listener.port())))
        .forEach(encoded::addAdditionalAddresses);
    if (listener.tls()) {
      encoded.addListenerFilters(tlsInspector());
    }
    return encoded.build();
  }

  static Address address(String ip, int port) {
    return Address.newBuilder()
        .setSocketAddress(SocketAddress.newBuilder().setAddress(ip).setPortValue(port))
        .build();
  }

  private static ListenerFilter tlsInspector() {
    return ListenerFilter.newBuilder()
        .setName("envoy.filters.listener.tls_inspector")
        .setTypedConfig(Serialized.pack(TlsInspector.getDefaultInstance()))
        .build();
  }
}
