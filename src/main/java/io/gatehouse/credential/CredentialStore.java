package io.gatehouse.credential;

import io.gatehouse.resource.ObjectName;
import io.gatehouse.resource.core.Secret;
import java.time.Duration;
import java.time.Instant;
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

  /**
   * @param deletionGrace how long a deleted Secret's content stays in service; zero withdraws it at
   *     once
   */
  public CredentialStore(Duration deletionGrace) {
    this.deletionGrace = deletionGrace;
  }

  /**
   * Brings every referenced credential up to date; forgets all others.
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
    throw new UnsupportedOperationException();
  }

  /**
   * When {@link #update} would say something else although no object changed (grace ends,
   * certificate expires or begins).
   */
  public Optional<Instant> nextDeadline() {
    throw new UnsupportedOperationException();
  }
}
