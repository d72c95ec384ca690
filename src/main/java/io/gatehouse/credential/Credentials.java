package io.gatehouse.credential;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The status of every credential that some server asks for, at one moment. Immutable. */
public final class Credentials {

  public static final Credentials NONE = new Credentials(Map.of());

  private final Map<CredentialKey, CredentialStatus> byKey;

  private Credentials(Map<CredentialKey, CredentialStatus> byKey) {
    this.byKey = byKey;
  }

  public static Credentials of(Collection<CredentialStatus> statuses) {
    Map<CredentialKey, CredentialStatus> byKey = new TreeMap<>();
    statuses.forEach(status -> byKey.put(status.key(), status));
    return new Credentials(Collections.unmodifiableMap(byKey));
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
