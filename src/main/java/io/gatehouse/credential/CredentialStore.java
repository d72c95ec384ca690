package io.gatehouse.credential;

import io.gatehouse.credential.CredentialEntry.Inputs;
import io.gatehouse.resource.ObjectName;
import io.gatehouse.resource.core.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Remembers what is in service for each referenced credential, so that a Secret that turns bad or
 * goes takes no host down.
 *
 * <p>Not thread safe: the pipeline's thread owns it.
 */
public final class CredentialStore {

  private final Duration deletionGrace;
  private final Map<CredentialKey, CredentialEntry> entries = new HashMap<>();
  private Credentials credentials = Credentials.NONE;

  /**
   * @param deletionGrace how long a deleted Secret's content stays in service; zero withdraws it at
   *     once
   */
  public CredentialStore(Duration deletionGrace) {
    this.deletionGrace = Objects.requireNonNull(deletionGrace, "deletionGrace");
  }

  /**
   * Brings every referenced credential up to date; forgets all others. Only what a changed Secret
   * or the time concerns is read again; where nothing changed, the same instances are returned.
   *
   * @param referenced what servers ask for now
   * @param secrets the Secrets as they now are
   * @param held SDS keys that a reconnected Envoy says it has
   * @param now for validity and the grace period
   */
  public Credentials update(
      Set<CredentialKey> referenced,
      Function<ObjectName, Optional<Secret>> secrets,
      Set<CredentialKey> held,
      Instant now) {
    List<CredentialKey> removed = forgetAllBut(referenced);
    List<CredentialStatus> changed = new ArrayList<>();
    for (CredentialKey key : referenced) {
      Inputs inputs = Inputs.of(key, secrets, held.contains(key));
      CredentialEntry before = entries.get(key);
      CredentialEntry after =
          before == null
              ? CredentialEntry.first(key, inputs, now, deletionGrace)
              : before.next(inputs, now, deletionGrace);
      if (after != before) {
        entries.put(key, after);
      }
      if (before == null || after.status() != before.status()) {
        changed.add(after.status());
      }
    }
    if (!changed.isEmpty() || !removed.isEmpty()) {
      credentials = credentials.with(changed, removed);
    }
    return credentials;
  }

  private List<CredentialKey> forgetAllBut(Set<CredentialKey> referenced) {
    List<CredentialKey> removed =
        entries.keySet().stream().filter(key -> !referenced.contains(key)).toList();
    removed.forEach(entries::remove);
    return removed;
  }

  /**
   * When {@link #update} would say something else although no object changed (grace ends,
   * certificate expires or begins).
   */
  public Optional<Instant> nextDeadline() {
    return entries.values().stream()
        .map(CredentialEntry::deadline)
        .flatMap(Optional::stream)
        .min(Instant::compareTo);
  }
}
