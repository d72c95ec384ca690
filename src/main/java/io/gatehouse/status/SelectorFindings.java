package io.gatehouse.status;

import io.gatehouse.finding.Finding;
import io.gatehouse.finding.FindingCode;
import io.gatehouse.finding.ForeignText;
import io.gatehouse.resource.ProxyGroup;
import io.gatehouse.resource.istio.Gateway;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Gateways that select no proxy: no single group's translation can know it. */
final class SelectorFindings {

  private static final int SHOWN = 5;

  private SelectorFindings() {}

  static List<Finding> of(Board board) {
    List<ProxyGroup> groups =
        Stream.concat(
                board.groups().stream().map(GroupStatus::group),
                board.proxies().stream().flatMap(proxy -> proxy.group().stream()))
            .distinct()
            .toList();
    return board.view().gateways().stream()
        .filter(gateway -> groups.stream().noneMatch(group -> group.matches(gateway.selector())))
        .map(gateway -> finding(gateway, groups))
        .toList();
  }

  private static Finding finding(Gateway gateway, List<ProxyGroup> groups) {
    String known =
        groups.isEmpty()
            ? "No Envoy is connected and no Proxy is declared"
            : "The proxies known are "
                + groups.stream()
                    .map(ProxyGroup::toString)
                    .sorted()
                    .limit(SHOWN)
                    .map(ForeignText::shown)
                    .collect(Collectors.joining(", "))
                + (groups.size() > SHOWN ? " and " + (groups.size() - SHOWN) + " more" : "");
    return Finding.error(
        FindingCode.SELECTOR_MATCHES_NO_PROXY,
        gateway.origin().at("spec.selector"),
        "The selector "
            + ForeignText.shown(selector(gateway))
            + " matches no proxy, so nobody serves this Gateway. "
            + known
            + ".",
        "Start an Envoy whose node.metadata.LABELS has these labels, or select labels that one"
            + " has.");
  }

  private static String selector(Gateway gateway) {
    return gateway.selector().isEmpty()
        ? "{}"
        : new TreeMap<>(gateway.selector())
            .entrySet().stream()
                .map(label -> label.getKey() + "=" + label.getValue())
                .collect(Collectors.joining(","));
  }
}
