package io.gatehouse.translate.istio;

import io.gatehouse.finding.Origin;
import io.gatehouse.resource.istio.DestinationRule;
import io.gatehouse.resource.istio.DestinationRule.Subset;
import io.gatehouse.resource.istio.TrafficPolicy;
import java.util.List;
import java.util.Optional;

/**
 * The DestinationRules that count for a host, as one: the first policy counts, and of each name the
 * first subset.
 *
 * @param rules oldest first
 */
record MergedRule(List<DestinationRule> rules) {

  static final MergedRule NONE = new MergedRule(List.of());

  MergedRule {
    rules = List.copyOf(rules);
  }

  /** The first of the rules as a whole; empty where there is none. */
  Optional<Origin> origin() {
    return rules.stream().findFirst().map(DestinationRule::origin);
  }

  Optional<Subset> subset(String name) {
    return rules.stream()
        .flatMap(rule -> rule.subsets().stream())
        .filter(subset -> subset.name().equals(name))
        .findFirst();
  }

  /** What counts for a port, or for a subset's share of it. */
  TrafficPolicy policy(int port, Optional<String> subset) {
    TrafficPolicy all =
        rules.stream()
            .flatMap(rule -> rule.trafficPolicy().stream())
            .findFirst()
            .orElse(TrafficPolicy.NONE);
    return subset
        .flatMap(this::subset)
        .flatMap(Subset::trafficPolicy)
        .map(own -> all.at(port, own))
        .orElseGet(() -> all.at(port));
  }
}
