package io.gatehouse.resource;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Envoys that get the same configuration.
 *
 * @param namespace the workload's namespace: where its secrets are looked up
 * @param labels the workload's labels, which Gateways select by
 * @param unprivileged whether it cannot bind ports below 1024
 * @param ipFamily what it binds and can reach
 */
public record ProxyGroup(
    String namespace, Map<String, String> labels, boolean unprivileged, IpFamily ipFamily) {

  /** The addresses a group of proxies has. */
  public enum IpFamily {
    IPV4,
    IPV6,
    DUAL
  }

  public ProxyGroup {
    Objects.requireNonNull(namespace, "namespace");
    Objects.requireNonNull(ipFamily, "ipFamily");
    labels = Map.copyOf(labels);
  }

  /**
   * Whether every label of {@code selector} is one of this group's; an empty selector selects all,
   * as in Istio.
   */
  public boolean matches(Map<String, String> selector) {
    return labels.entrySet().containsAll(selector.entrySet());
  }

  /** For example {@code istio-system[istio=ingressgateway]}: stable, for logs and REST. */
  @Override
  public String toString() {
    String shown =
        namespace
            + new TreeMap<>(labels)
                .toString()
                .replace('{', '[')
                .replace('}', ']')
                .replace(", ", ",");
    return shown
        + (unprivileged ? "" : "+privileged")
        + (ipFamily == IpFamily.IPV4 ? "" : "+" + ipFamily);
  }
}
