package io.gatehouse.status;

import io.gatehouse.credential.CredentialKey;
import io.gatehouse.credential.CredentialStatus;
import io.gatehouse.finding.Finding;
import io.gatehouse.resource.ProxyGroup;
import io.gatehouse.view.ObjectView;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Everything that is known at one moment. Immutable.
 *
 * @param objectFindings what was said of objects and sources
 * @param groups in the order of their names
 * @param proxies in the order of their ids
 */
public record Board(
    ObjectView view,
    List<Finding> objectFindings,
    List<GroupStatus> groups,
    List<ConnectedProxy> proxies) {

  public Board {
    Objects.requireNonNull(view, "view");
    objectFindings = List.copyOf(objectFindings);
    groups = List.copyOf(groups);
    proxies = List.copyOf(proxies);
  }

  /** Everything that is to be said, each thing once, in the order of findings. */
  public List<Finding> findings() {
    return List.copyOf(
        new TreeSet<>(
            Stream.of(
                    objectFindings.stream(),
                    groups.stream().flatMap(status -> status.findings().stream()),
                    credentials().stream().flatMap(status -> status.findings().stream()),
                    DeliveryFindings.of(this).stream())
                .flatMap(findings -> findings)
                .toList()));
  }

  /** The credentials that the servers of any group ask for, in the order of their keys. */
  public Collection<CredentialStatus> credentials() {
    SortedMap<CredentialKey, CredentialStatus> byKey = new TreeMap<>();
    groups.stream()
        .map(GroupStatus::credentials)
        .distinct()
        .flatMap(credentials -> credentials.all().stream())
        .forEach(status -> byKey.put(status.key(), status));
    return byKey.values();
  }

  /** The newest translation of {@code group}; empty where there is none yet. */
  public Optional<GroupStatus> group(ProxyGroup group) {
    return groups.stream().filter(status -> status.group().equals(group)).findFirst();
  }

  /** The connected proxies of {@code group}. */
  public List<ConnectedProxy> proxiesOf(ProxyGroup group) {
    return proxies.stream()
        .filter(proxy -> proxy.group().filter(group::equals).isPresent())
        .toList();
  }
}
