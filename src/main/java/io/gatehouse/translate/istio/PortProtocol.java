package io.gatehouse.translate.istio;

import io.gatehouse.model.Cluster.UpstreamProtocol;
import io.gatehouse.resource.core.Service.ServicePort;
import io.gatehouse.resource.istio.ServiceEntry;
import java.util.Locale;
import java.util.Set;

/** What a port speaks, by what its object says of it (Istio, "Protocol Selection"). */
enum PortProtocol {
  HTTP1,
  HTTP2,
  /** TLS, whatever is within; at a gateway it is a DestinationRule that begins it. */
  TLS;

  private static final String GRPC_WEB = "grpc-web";
  private static final Set<String> SPEAK_HTTP2 =
      Set.of("http2", "grpc", GRPC_WEB, "h2c", "kubernetes.io/h2c");
  private static final Set<String> SPEAK_TLS = Set.of("https", "tls", "kubernetes.io/wss");

  /** By its {@code appProtocol}, else by its name, up to the first hyphen. */
  static PortProtocol of(ServicePort port) {
    String declared = port.appProtocol().orElseGet(port::name).toLowerCase(Locale.ROOT);
    int hyphen = declared.startsWith(GRPC_WEB) ? GRPC_WEB.length() : declared.indexOf('-');
    return of(hyphen < 0 ? declared : declared.substring(0, hyphen));
  }

  static PortProtocol of(ServiceEntry.Port port) {
    return of(port.protocol().toLowerCase(Locale.ROOT));
  }

  private static PortProtocol of(String protocol) {
    if (SPEAK_HTTP2.contains(protocol)) {
      return HTTP2;
    }
    return SPEAK_TLS.contains(protocol) ? TLS : HTTP1;
  }

  UpstreamProtocol upstream() {
    return this == HTTP2 ? UpstreamProtocol.HTTP2 : UpstreamProtocol.HTTP1;
  }
}
