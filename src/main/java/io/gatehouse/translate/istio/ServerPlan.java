package io.gatehouse.translate.istio;

import io.gatehouse.credential.CredentialKey;
import io.gatehouse.finding.Finding;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which servers of a group's Gateways have a place, and on which port.
 *
 * @param groups by name
 * @param credentials what their servers, those without a place too, ask for
 */
public record ServerPlan(
    SortedMap<String, ServerGroup> groups, Set<CredentialKey> credentials, List<Finding> findings) {

  public static final ServerPlan EMPTY = new ServerPlan(new TreeMap<>(), Set.of(), List.of());

  public ServerPlan {
    groups = Collections.unmodifiableSortedMap(groups);
    credentials = Set.copyOf(credentials);
    findings = List.copyOf(findings);
  }
}
