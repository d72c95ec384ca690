package io.gatehouse.status.report;

import java.util.List;
import java.util.Optional;

/**
 * What becomes of a request, and why.
 *
 * @param summary the answer in a sentence or two
 * @param groups what each group of proxies would do
 * @param findings of the objects that have to do with the host
 */
public record Explanation(
    ExplainRequest request, String summary, List<GroupAnswer> groups, List<FindingEntry> findings) {

  /**
   * What the proxies of one group would do.
   *
   * @param outcome {@code forwarded}, {@code redirected}, {@code not-found}, {@code misdirected},
   *     {@code no-listener}, {@code no-filter-chain}, {@code no-cluster} or {@code no-endpoints}
   * @param steps the way of the request, in words
   * @param server the Gateway's server that answers, for example {@code Gateway default/mygateway
   *     spec.servers[0]}
   * @param acknowledged by how many of its Envoys what answers was acknowledged
   */
  public record GroupAnswer(
      String group,
      String outcome,
      List<String> steps,
      Optional<String> server,
      Optional<String> listener,
      Optional<String> filterChain,
      Optional<String> routeConfiguration,
      Optional<String> virtualHost,
      Optional<RouteEntry> route,
      Acknowledged acknowledged) {}
}
