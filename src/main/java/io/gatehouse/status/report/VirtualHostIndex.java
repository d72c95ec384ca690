package io.gatehouse.status.report;

import io.gatehouse.model.RouteConfiguration;
import io.gatehouse.model.RouteConfiguration.VirtualHost;
import io.gatehouse.resource.HostPattern;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A route configuration's virtual hosts, found as Envoy finds them: the exact domain, else the
 * longest suffix wildcard, else {@code *}.
 *
 * @see <a
 *     href="https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/route/v3/route_components.proto#config-route-v3-virtualhost">domains</a>
 */
final class VirtualHostIndex {

  private static final Comparator<String> LONGEST_FIRST =
      Comparator.comparing(String::length).reversed().thenComparing(Comparator.naturalOrder());

  private final Map<String, VirtualHost> exact = new HashMap<>();
  private final SortedMap<String, VirtualHost> wildcards = new TreeMap<>(LONGEST_FIRST);
  private final List<VirtualHost> all;

  VirtualHostIndex(RouteConfiguration configuration) {
    all = configuration.virtualHosts();
    for (VirtualHost host : all) {
      for (String domain : host.domains()) {
        (HostPattern.isWildcard(domain) ? wildcards : exact).put(domain, host);
      }
    }
  }

  /** The one that answers for {@code host}. */
  Optional<VirtualHost> find(String host) {
    return Optional.ofNullable(exact.get(host))
        .or(
            () ->
                wildcards.entrySet().stream()
                    .filter(entry -> HostPattern.covers(entry.getKey(), host))
                    .map(Map.Entry::getValue)
                    .findFirst());
  }

  /** Those that answer for some name that {@code pattern} stands for, with more than 421. */
  List<VirtualHost> within(String pattern) {
    if (!HostPattern.isWildcard(pattern)) {
      return find(pattern).filter(host -> !host.isMisdirected()).stream().toList();
    }
    return all.stream()
        .filter(host -> !host.isMisdirected())
        .filter(
            host ->
                host.domains().stream().anyMatch(domain -> HostPattern.overlap(domain, pattern)))
        .toList();
  }
}
