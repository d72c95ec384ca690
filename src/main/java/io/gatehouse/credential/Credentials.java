package io.gatehouse.credential;

import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The status of every credential that some server asks for, at one moment. Immutable. */
public final class Credentials {

  public static final Credentials NONE = new Credentials(new TreeMap<>());

  private final SortedMap<CredentialKey, CredentialStatus> byKey;

  private Credentials(SortedMap<CredentialKey, CredentialStatus> byKey) {
    this.byKey = byKey;
  }

  public static Credentials of(Collection<CredentialStatus> statuses) {
    return NONE.with(statuses, Set.of());
  }

  /** These, with some added or replaced and some removed. */
  Credentials with(Collection<CredentialStatus> changed, Collection<CredentialKey> removed) {
    SortedMap<CredentialKey, CredentialStatus> next = new TreeMap<>(byKey);
    removed.forEach(next::remove);
    changed.forEach(status -> next.put(status.key(), status));
    return new Credentials(Collections.unmodifiableSortedMap(next));
  }

  /** Empty only where nothing references {@code key}. */
  public Optional<CredentialStatus> get(CredentialKey key) {
    return Optional.ofNullable(byKey.get(key));
  }

  /** In the order of their keys. */
  public Collection<CredentialStatus> all() {
    return byKey.values();
  }
}
