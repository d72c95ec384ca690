package io.gatehouse.credential;

import io.gatehouse.finding.Finding;
import io.gatehouse.finding.Origin;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Where one half of a credential stands.
 *
 * @param key what was asked for
 * @param source what was looked at: the Secret {@code <name>}, or {@code <name>-cacert} where that
 *     one decides, or the ConfigMap {@code <name>}; a file of the proxy, which is taken on trust
 * @param verdict of the source as it now is
 * @param serving what is in service
 * @param content the bytes in service; empty for {@link Serving#NOTHING} and {@link Serving#HELD}
 * @param until end of the deletion grace; present for {@link Serving#DELETED} only
 * @param findings everything a user should know of it
 */
public record CredentialStatus(
    CredentialKey key,
    Origin source,
    Verdict verdict,
    Serving serving,
    Optional<Content> content,
    Optional<Instant> until,
    List<Finding> findings) {

  /** What is in service. */
  public enum Serving {
    /** The Secret as it now is. */
    CURRENT,
    /** The last good content of a Secret that turned bad. */
    LAST_GOOD,
    /** The last good content of a Secret that was deleted, within the grace period. */
    DELETED,
    /** Nothing is sent; an Envoy still has a good one from before a restart. */
    HELD,
    /** Nothing: chains that need it are left out. */
    NOTHING
  }

  public CredentialStatus {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(verdict, "verdict");
    Objects.requireNonNull(serving, "serving");
    Objects.requireNonNull(content, "content");
    Objects.requireNonNull(until, "until");
    findings = List.copyOf(findings);
  }

  /** Whether a chain may name it. */
  public boolean inService() {
    return serving != Serving.NOTHING;
  }
}
