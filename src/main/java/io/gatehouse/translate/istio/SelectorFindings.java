package io.gatehouse.translate.istio;

import io.gatehouse.finding.Finding;
import io.gatehouse.finding.FindingCode;
import io.gatehouse.resource.ProxyGroup;
import io.gatehouse.resource.istio.Gateway;
import io.gatehouse.translate.common.Findings;
import io.gatehouse.translate.common.Words;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

/** Says of a Gateway that it selects none of the proxies there are. */
public final class SelectorFindings {

  private SelectorFindings() {}

  /**
   * @param groups all groups of proxies, connected or declared
   */
  public static List<Finding> of(Gateway gateway, Collection<ProxyGroup> groups) {
    Findings findings = new Findings();
    if (groups.stream().noneMatch(group -> group.matches(gateway.selector()))) {
      report(gateway, groups.stream().map(ProxyGroup::toString).sorted().toList(), findings);
    }
    return findings.sorted();
  }

  private static void report(Gateway gateway, List<String> groups, Findings findings) {
    List<String> labels =
        new TreeMap<>(gateway.selector())
            .entrySet().stream().map(label -> label.getKey() + "=" + label.getValue()).toList();
    String asked = labels.isEmpty() ? "any proxy" : "proxies with the labels " + Words.list(labels);
    findings.error(
        FindingCode.SELECTOR_MATCHES_NO_PROXY,
        gateway.origin().at("spec.selector"),
        groups.isEmpty()
            ? "The Gateway is for " + asked + ", and no proxy is connected."
            : "The Gateway is for " + asked + ", but the proxies are " + Words.list(groups) + ".",
        groups.isEmpty()
            ? "Start an Envoy that connects to Gatehouse and sends its labels."
            : "Write labels that the proxies have, or start proxies with these labels.");
  }
}
