package io.gatehouse.credential;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import org.pcollections.TreePMap;

/** The status of every credential that some server asks for, at one moment. Immutable. */
public final class Credentials {

  public static final Credentials NONE = new Credentials(TreePMap.empty());

  private final TreePMap<CredentialKey, CredentialStatus> byKey;

  private Credentials(TreePMap<CredentialKey, CredentialStatus> byKey) {
    this.byKey = byKey;
  }

  public static Credentials of(Collection<CredentialStatus> statuses) {
    return NONE.with(statuses, Set.of());
  }

  /** These, with some added or replaced and some removed. */
  Credentials with(Collection<CredentialStatus> changed, Collection<CredentialKey> removed) {
    TreePMap<CredentialKey, CredentialStatus> next = byKey.minusAll(removed);
    for (CredentialStatus status : changed) {
      next = next.plus(status.key(), status);
    }
    return new Credentials(next);
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
