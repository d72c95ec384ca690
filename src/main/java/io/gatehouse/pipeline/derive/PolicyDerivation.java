package io.gatehouse.pipeline.derive;

import io.gatehouse.pipeline.derive.Dependency.OnObject;
import io.gatehouse.pipeline.derive.Derivation.Made;
import io.gatehouse.resource.ObjectKey;
import io.gatehouse.resource.ProxyGroup;
import io.gatehouse.resource.istio.Policy;
import io.gatehouse.resource.istio.Policy.Effect;
import io.gatehouse.translate.istio.Translator;
import io.gatehouse.view.ObjectView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The policies that concern one group of proxies. Not thread safe. */
final class PolicyDerivation {

  private final Translator translator;
  private final ProxyGroup group;
  private final Derivation<ObjectKey, Policy> concerning;
  private List<Policy> guards = List.of();
  private boolean complete;

  /**
   * @param findings what is said of the policies goes there
   */
  PolicyDerivation(Translator translator, ProxyGroup group, FindingCounts findings) {
    this.translator = translator;
    this.group = group;
    this.concerning = new Derivation<>(findings);
  }

  /**
   * Follows what has changed since the last call.
   *
   * @return whether others would guard the group's hosts now
   */
  boolean update(ObjectView view, Set<Dependency> changed) {
    Set<ObjectKey> due =
        complete ? Set.copyOf(OnObject.keys(changed, Policy.KINDS)) : view.policies();
    complete = true;
    if (concerning.update(due, key -> policyOf(key, view)).isEmpty()) {
      return false;
    }
    List<Policy> before = guards;
    guards = new ArrayList<>();
    concerning.forEach(
        (key, policy) -> {
          if (policy.effect() == Effect.GUARDS) {
            guards.add(policy);
          }
        });
    return !guards.stream()
        .map(Policy::key)
        .toList()
        .equals(before.stream().map(Policy::key).toList());
  }

  private Optional<Made<Policy>> policyOf(ObjectKey key, ObjectView view) {
    return view.policy(key)
        .filter(policy -> translator.concerns(policy, group))
        .map(policy -> new Made<>(policy, Set.of(), translator.policyFindings(policy, group)));
  }

  /** The policies that would guard the group's hosts, by kind and name. */
  List<Policy> guards() {
    return guards;
  }

  /** How many functions were run since the beginning. */
  long runs() {
    return concerning.runs();
  }
}
