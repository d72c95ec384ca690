package io.gatehouse.envoy;

import com.google.protobuf.BoolValue;
import com.google.protobuf.UInt32Value;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import io.envoyproxy.envoy.config.route.v3.VirtualHost.TlsRequirementType;
import io.gatehouse.model.RouteConfiguration;

/** The virtual hosts of a server or port. */
final class RouteConfigurationEncoder {

  /** As in Istio; Envoy alone refuses a body of more than 4 KiB. */
  private static final int MAX_DIRECT_RESPONSE = 1 << 20;

  private RouteConfigurationEncoder() {}

  /** All but the virtual hosts. */
  static io.envoyproxy.envoy.config.route.v3.RouteConfiguration encode(
      RouteConfiguration configuration) {
    return io.envoyproxy.envoy.config.route.v3.RouteConfiguration.newBuilder()
        .setName(configuration.name())
        // A route to a cluster that is not there answers 503; it must not cost the others.
        .setValidateClusters(BoolValue.of(false))
        .setIgnorePortInHostMatching(true)
        .setMaxDirectResponseBodySizeBytes(UInt32Value.of(MAX_DIRECT_RESPONSE))
        .build();
  }

  static VirtualHost virtualHost(RouteConfiguration.VirtualHost host) {
    var encoded = VirtualHost.newBuilder().setName(host.name()).addAllDomains(host.domains());
    if (host.requireTls()) {
      encoded.setRequireTls(TlsRequirementType.ALL);
    }
    host.routes().stream().map(RouteEncoder::encode).forEach(encoded::addRoutes);
    return encoded.build();
  }
}
