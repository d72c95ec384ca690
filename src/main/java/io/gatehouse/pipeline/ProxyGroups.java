package io.gatehouse.pipeline;

import io.gatehouse.resource.ProxyGroup;
import io.gatehouse.resource.ProxyGroup.IpFamily;
import io.gatehouse.xds.ProxyNode;
import java.util.Arrays;
import java.util.List;

/** Which group a connected Envoy belongs to, by the node metadata that Istio's proxies send. */
final class ProxyGroups {

  /** Whether the pod cannot bind ports below 1024; as Istio's gateways say it. */
  private static final String UNPRIVILEGED = "UNPRIVILEGED_POD";

  /** The pod's addresses, comma separated. */
  private static final String ADDRESSES = "INSTANCE_IPS";

  private ProxyGroups() {}

  static ProxyGroup of(ProxyNode node) {
    boolean unprivileged = !"false".equalsIgnoreCase(node.metadata().get(UNPRIVILEGED));
    return new ProxyGroup(
        node.namespace(),
        node.labels(),
        unprivileged,
        familyOf(node.metadata().getOrDefault(ADDRESSES, "")));
  }

  private static IpFamily familyOf(String addresses) {
    List<String> known =
        Arrays.stream(addresses.split(",")).map(String::strip).filter(a -> !a.isEmpty()).toList();
    boolean v6 = known.stream().anyMatch(address -> address.contains(":"));
    boolean v4 = known.stream().anyMatch(address -> !address.contains(":"));
    if (v6) {
      return v4 ? IpFamily.DUAL : IpFamily.IPV6;
    }
    return IpFamily.IPV4;
  }
}
