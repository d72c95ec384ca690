package io.gatehouse.translate.istio;

import io.gatehouse.model.Cluster;
import io.gatehouse.model.Cluster.Discovery;
import io.gatehouse.model.Cluster.UpstreamProtocol;
import io.gatehouse.model.UpstreamTls;
import io.gatehouse.resource.istio.ClientTls;
import io.gatehouse.resource.istio.TrafficPolicy;
import io.gatehouse.resource.istio.TrafficPolicy.ConnectionPool;
import io.gatehouse.resource.istio.TrafficPolicy.HttpPool;
import java.util.Optional;

/** A backend as a cluster, as DestinationRules have it. */
final class ClusterBuilder {

  private final DestinationRules rules;
  private final UpstreamTlsResolver tls;

  ClusterBuilder(DestinationRules rules, UpstreamTlsResolver tls) {
    this.rules = rules;
    this.tls = tls;
  }

  /** Empty, with a finding, where connections cannot be secured as they are to be. */
  Optional<Cluster> build(
      String name, Backend backend, BackendOwner owner, PortProtocol spoken, Discovery discovery) {
    MergedRule rule = rules.of(owner.names(), owner.namespace());
    TrafficPolicy policy = rule.policy(backend.port(), backend.subset());
    Optional<ClientTls> asked =
        policy.tls().filter(setting -> !(setting instanceof ClientTls.Disabled));
    Optional<UpstreamTls> secured =
        asked
            .filter(ClientTls.Originated.class::isInstance)
            .flatMap(
                setting ->
                    tls.resolve(
                        (ClientTls.Originated) setting, owner.fullName(), owner.subjectAltNames()));
    return asked.isPresent() && secured.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Cluster(
                name,
                protocol(spoken, policy),
                discovery,
                ClusterPolicyBuilder.build(policy, secured),
                rule.origin().orElseGet(owner::origin)));
  }

  private static UpstreamProtocol protocol(PortProtocol spoken, TrafficPolicy policy) {
    HttpPool http = policy.connectionPool().map(ConnectionPool::http).orElse(HttpPool.NONE);
    if (http.useClientProtocol()) {
      return UpstreamProtocol.AS_CLIENT;
    }
    return http.upgradeToHttp2() ? UpstreamProtocol.HTTP2 : spoken.upstream();
  }
}
