package io.gatehouse.translate.istio;

import io.gatehouse.finding.Finding;
import io.gatehouse.finding.FindingCode;
import io.gatehouse.resource.ProxyGroup;
import io.gatehouse.resource.istio.Policy;
import io.gatehouse.translate.common.Findings;
import io.gatehouse.translate.common.Words;
import java.util.List;

/** Says of policies that would apply to proxies what is lost, since none of them is honoured. */
final class PolicyFindings {

  /** Which Gateway of the Kubernetes Gateway API proxies are of. */
  private static final String GATEWAY_NAME = "gateway.networking.k8s.io/gateway-name";

  private static final String ELSEWHERE =
      "Enforce it in the backends or in front of the proxies, or leave these hosts on Istio's"
          + " gateway; remove the policy if it is not needed any more.";

  private PolicyFindings() {}

  /** Whether {@code policy} is for {@code group}, and would do something to it in Istio. */
  static boolean concerns(Policy policy, ProxyGroup group) {
    String namespace = policy.metadata().namespace();
    boolean own = namespace.equals(group.namespace());
    return policy.effect() != Policy.Effect.NOTHING
        && policy
            .gatewayRefs()
            .map(names -> own && names.contains(group.labels().getOrDefault(GATEWAY_NAME, "")))
            .orElseGet(
                () ->
                    (own || namespace.equals(IstioNames.ROOT_NAMESPACE))
                        && group.matches(policy.selector()));
  }

  /** What is said of a policy that concerns {@code group}. */
  static List<Finding> of(Policy policy, ProxyGroup group) {
    String proxies = "the proxies " + Words.shown(group);
    return List.of(
        switch (policy.effect()) {
          case GUARDS ->
              Finding.error(
                  FindingCode.POLICY_NOT_ENFORCED,
                  policy.origin(),
                  "The policy is not enforced by "
                      + proxies
                      + ": Gatehouse does not honour this kind of object, and whom the policy would"
                      + " keep out is let in.",
                  ELSEWHERE);
          case ALTERS ->
              Finding.warning(
                  FindingCode.UNSUPPORTED_KIND,
                  policy.origin(),
                  "It is not applied to "
                      + proxies
                      + ": Gatehouse does not honour this kind of object.",
                  "Do not count on what it changes there; narrow its selector if it is for others.");
          case MISPLACED ->
              Finding.info(
                  FindingCode.UNSUPPORTED_KIND,
                  policy.origin(),
                  "It does nothing to "
                      + proxies
                      + ", which it selects: it is for sidecars, in Istio too.",
                  "Limit what the proxies reach by exportTo of the Services and VirtualServices.");
          case OBSERVES, NOTHING ->
              Finding.info(
                  FindingCode.UNSUPPORTED_KIND,
                  policy.origin(),
                  "It is not applied to "
                      + proxies
                      + ": what it would log, trace or measure there is not.",
                  "Use the metrics and the access log of the proxies themselves.");
        });
  }

  /**
   * What is said of each host of {@code servers}.
   *
   * @param guards the policies that would guard it
   */
  static List<Finding> unguarded(ServerGroup servers, List<Policy> guards) {
    if (guards.isEmpty()) {
      return List.of();
    }
    Findings findings = new Findings();
    String policies = Words.list(guards.stream().map(Policy::origin).toList());
    for (PlacedServer server : servers.servers()) {
      for (String host : server.hostNames()) {
        findings.error(
            FindingCode.POLICY_NOT_ENFORCED,
            server.origin().at("hosts"),
            "Clients of "
                + Words.shown(host)
                + " on port "
                + server.server().port().number()
                + " are let in whatever these say, since they are not enforced: "
                + policies
                + ".",
            ELSEWHERE);
      }
    }
    return findings.sorted();
  }
}
