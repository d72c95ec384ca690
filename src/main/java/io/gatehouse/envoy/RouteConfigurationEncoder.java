package io.gatehouse.envoy;

import com.google.protobuf.BoolValue;
import com.google.protobuf.UInt32Value;
import io.envoyproxy.envoy.config.core.v3.HeaderValue;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption.HeaderAppendAction;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import io.envoyproxy.envoy.config.route.v3.VirtualHost.TlsRequirementType;
import io.gatehouse.model.RouteConfiguration;

/** The virtual hosts of a server or port. */
final class RouteConfigurationEncoder {

  /** As in Istio; Envoy alone refuses a body of more than 4 KiB. */
  private static final int MAX_DIRECT_RESPONSE = 1 << 20;

  /** A day, as most have it. */
  private static final int ALTERNATIVE_SECONDS = 86_400;

  private RouteConfigurationEncoder() {}

  /** All but the virtual hosts. */
  static io.envoyproxy.envoy.config.route.v3.RouteConfiguration encode(
      RouteConfiguration configuration) {
    var encoded =
        io.envoyproxy.envoy.config.route.v3.RouteConfiguration.newBuilder()
            .setName(configuration.name())
            // A route to a cluster that is not there answers 503; it must not cost the others.
            .setValidateClusters(BoolValue.of(false))
            .setIgnorePortInHostMatching(true)
            .setMaxDirectResponseBodySizeBytes(UInt32Value.of(MAX_DIRECT_RESPONSE));
    configuration
        .http3Port()
        .map(RouteConfigurationEncoder::alternative)
        .ifPresent(encoded::addResponseHeadersToAdd);
    return encoded.build();
  }

  /** Instead of what a backend says, which knows nothing of these ports (RFC 7838). */
  private static HeaderValueOption alternative(int port) {
    return HeaderValueOption.newBuilder()
        .setHeader(
            HeaderValue.newBuilder()
                .setKey("alt-svc")
                .setValue("h3=\":%d\"; ma=%d".formatted(port, ALTERNATIVE_SECONDS)))
        .setAppendAction(HeaderAppendAction.OVERWRITE_IF_EXISTS_OR_ADD)
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
