package io.gatehouse.xds;

import java.util.Set;

/**
 * What a refusal means for the resources of a response.
 *
 * @param refused not to be sent again at this version
 * @param retried to be sent again, each alone, to find out which was meant
 * @param accepted in use in spite of the refusal
 */
record Verdict(Set<String> refused, Set<String> retried, Set<String> accepted) {

  /** Of a response that changed {@code names} and nothing else: a single one was meant. */
  static Verdict of(Set<String> names) {
    return names.size() == 1
        ? new Verdict(names, Set.of(), Set.of())
        : new Verdict(Set.of(), names, Set.of());
  }

  /** Whether it is known that one resource, and which, was meant. */
  boolean isExact() {
    return refused.size() == 1 && retried.isEmpty();
  }
}
