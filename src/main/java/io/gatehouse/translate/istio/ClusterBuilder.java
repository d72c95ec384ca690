package io.gatehouse.translate.istio;

import io.gatehouse.model.Cluster;
import io.gatehouse.model.Cluster.UpstreamProtocol;
import io.gatehouse.model.UpstreamTls;
import io.gatehouse.resource.core.Service;
import io.gatehouse.resource.core.Service.ServicePort;
import io.gatehouse.resource.istio.ClientTls;
import io.gatehouse.resource.istio.TrafficPolicy;
import io.gatehouse.resource.istio.TrafficPolicy.ConnectionPool;
import io.gatehouse.resource.istio.TrafficPolicy.HttpPool;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** A Service's port as a cluster, as DestinationRules have it. */
final class ClusterBuilder {

  private static final Set<String> HTTP2 = Set.of("http2", "grpc", "h2c", "kubernetes.io/h2c");

  private final DestinationRules rules;
  private final ServiceHosts hosts;
  private final UpstreamTlsResolver tls;

  ClusterBuilder(DestinationRules rules, ServiceHosts hosts, UpstreamTlsResolver tls) {
    this.rules = rules;
    this.hosts = hosts;
    this.tls = tls;
  }

  /** Empty, with a finding, where connections cannot be secured as they are to be. */
  Optional<Cluster> build(String name, Service service, ServicePort port, Optional<String> subset) {
    MergedRule rule = rules.of(hosts.ruleHosts(service.name()), service.metadata().namespace());
    TrafficPolicy policy = rule.policy(port.port(), subset);
    Optional<ClientTls> asked =
        policy.tls().filter(setting -> !(setting instanceof ClientTls.Disabled));
    Optional<UpstreamTls> secured =
        asked
            .filter(ClientTls.Originated.class::isInstance)
            .flatMap(
                setting ->
                    tls.resolve((ClientTls.Originated) setting, hosts.fullName(service.name())));
    return asked.isPresent() && secured.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Cluster(
                name,
                protocol(port, policy),
                ClusterPolicyBuilder.build(policy, secured),
                rule.origin().orElseGet(service::origin)));
  }

  private static UpstreamProtocol protocol(ServicePort port, TrafficPolicy policy) {
    HttpPool http = policy.connectionPool().map(ConnectionPool::http).orElse(HttpPool.NONE);
    if (http.useClientProtocol()) {
      return UpstreamProtocol.AS_CLIENT;
    }
    return http.upgradeToHttp2() ? UpstreamProtocol.HTTP2 : protocol(port);
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
