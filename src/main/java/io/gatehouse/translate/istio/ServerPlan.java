package io.gatehouse.translate.istio;

import io.gatehouse.credential.CredentialKey;
import io.gatehouse.finding.Finding;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which servers of a group's Gateways have a place, and on which port.
 *
 * @param groups by name
 * @param credentials what their servers, those without a place too, ask for
 */
public record ServerPlan(
    Map<String, ServerGroup> groups, Set<CredentialKey> credentials, List<Finding> findings) {

  public static final ServerPlan EMPTY = new ServerPlan(Map.of(), Set.of(), List.of());

  public ServerPlan {
    groups = Map.copyOf(groups);
    credentials = Set.copyOf(credentials);
    findings = List.copyOf(findings);
  }
}
