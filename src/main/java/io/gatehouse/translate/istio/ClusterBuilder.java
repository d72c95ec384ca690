package io.gatehouse.translate.istio;

import io.gatehouse.model.Cluster;
import io.gatehouse.model.Cluster.UpstreamProtocol;
import io.gatehouse.resource.core.Service;
import io.gatehouse.resource.core.Service.ServicePort;
import java.util.Locale;
import java.util.Set;

/** A Service's port as a cluster. */
final class ClusterBuilder {

  private static final Set<String> HTTP2 = Set.of("http2", "grpc", "h2c", "kubernetes.io/h2c");

  private ClusterBuilder() {}

  static Cluster build(String name, Service service, ServicePort port) {
    return new Cluster(name, protocol(port), service.origin());
  }

  /**
   * What the port speaks, by its {@code appProtocol}, else by its name, up to the first hyphen
   * (Istio, "Protocol Selection").
   */
  static UpstreamProtocol protocol(ServicePort port) {
    String declared = port.appProtocol().orElseGet(port::name).toLowerCase(Locale.ROOT);
    int hyphen = declared.indexOf('-');
    String protocol = hyphen < 0 ? declared : declared.substring(0, hyphen);
    return HTTP2.contains(protocol) ? UpstreamProtocol.HTTP2 : UpstreamProtocol.HTTP1;
  }
}
