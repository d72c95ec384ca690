package io.gatehouse.translate.istio;

import io.gatehouse.finding.FindingCode;
import io.gatehouse.finding.Origin;
import io.gatehouse.resource.HostPattern;
import io.gatehouse.resource.Metadata;
import io.gatehouse.resource.ProxyGroup;
import io.gatehouse.resource.Resource;
import io.gatehouse.resource.istio.DestinationRule;
import io.gatehouse.resource.istio.DestinationRule.Subset;
import io.gatehouse.translate.common.Findings;
import io.gatehouse.translate.common.Words;
import io.gatehouse.view.ObjectLookup;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Which DestinationRules count for a host: those of the proxies' own namespace, else those of the
 * service's, else those of the root namespace; of these the ones with the most specific host. What
 * is in the root namespace is for all, so proxies that run there look for the service's own first,
 * as in Istio.
 */
final class DestinationRules {

  private final ObjectLookup objects;
  private final ProxyGroup group;
  private final Findings findings;

  DestinationRules(ObjectLookup objects, ProxyGroup group, Findings findings) {
    this.objects = objects;
    this.group = group;
    this.findings = findings;
  }

  /**
   * What counts for a service.
   *
   * @param names each a name of the service, in full or as {@link DestinationRule#host()} has it;
   *     the full one first
   * @param namespace the service's
   */
  MergedRule of(List<String> names, String namespace) {
    List<List<DestinationRule>> bySpecificity = new ArrayList<>();
    bySpecificity.add(
        names.stream().flatMap(name -> objects.destinationRules(name).stream()).toList());
    HostPattern.wildcardsAbove(names.get(0))
        .forEach(host -> bySpecificity.add(objects.destinationRules(host)));
    for (Predicate<DestinationRule> level : levels(namespace)) {
      for (List<DestinationRule> sameHost : bySpecificity) {
        List<DestinationRule> applying = applying(sameHost.stream().filter(level).toList());
        if (!applying.isEmpty()) {
          reportConflicts(applying);
          return new MergedRule(applying);
        }
      }
    }
    return MergedRule.NONE;
  }

  private List<Predicate<DestinationRule>> levels(String namespace) {
    String own = group.namespace();
    Predicate<DestinationRule> ours =
        own.equals(IstioNames.ROOT_NAMESPACE)
            ? rule -> in(own, rule) && rule.isPrivate()
            : rule -> in(own, rule) && rule.visibleIn(own);
    return List.of(
        ours,
        rule -> in(namespace, rule) && rule.visibleIn(own),
        rule -> in(IstioNames.ROOT_NAMESPACE, rule) && rule.visibleIn(own));
  }

  private static boolean in(String namespace, DestinationRule rule) {
    return rule.metadata().namespace().equals(namespace);
  }

  /** Oldest first; rules for just these proxies count alone. */
  private List<DestinationRule> applying(List<DestinationRule> rules) {
    List<DestinationRule> selecting = sorted(rules, this::selectsGroup);
    return selecting.isEmpty()
        ? sorted(rules, rule -> rule.workloadSelector().isEmpty())
        : selecting;
  }

  private boolean selectsGroup(DestinationRule rule) {
    return !rule.workloadSelector().isEmpty()
        && in(group.namespace(), rule)
        && group.matches(rule.workloadSelector());
  }

  private static List<DestinationRule> sorted(
      List<DestinationRule> rules, Predicate<DestinationRule> which) {
    return rules.stream()
        .filter(which)
        .sorted(Comparator.comparing(Resource::metadata, Metadata.OLDEST_FIRST))
        .toList();
  }

  private void reportConflicts(List<DestinationRule> rules) {
    Optional<DestinationRule> policy = Optional.empty();
    Map<String, DestinationRule> subsets = new HashMap<>();
    for (DestinationRule rule : rules) {
      if (rule.trafficPolicy().isPresent()) {
        policy.ifPresent(
            older -> reportConflict(rule.origin().at("spec.trafficPolicy"), "The policy", older));
        policy = policy.or(() -> Optional.of(rule));
      }
      for (Subset subset : rule.subsets()) {
        DestinationRule older = subsets.putIfAbsent(subset.name(), rule);
        if (older != null) {
          reportConflict(
              rule.origin().at("spec.subsets").at(subset.index()),
              "Subset " + Words.shown(subset.name()),
              older);
        }
      }
    }
  }

  private void reportConflict(Origin origin, String what, DestinationRule older) {
    findings.warning(
        FindingCode.DESTINATION_RULE_CONFLICT,
        origin,
        what
            + " is not used: DestinationRule "
            + Words.shown(older.name())
            + ", which is older and for the same host, has one already.",
        "Put what counts for a host into one DestinationRule.");
  }
}
