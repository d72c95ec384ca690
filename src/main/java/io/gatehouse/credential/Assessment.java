package io.gatehouse.credential;

import io.gatehouse.finding.Finding;
import io.gatehouse.resource.ObjectName;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What one half of a credential is worth as its Secrets now are.
 *
 * @param secret the Secret that decides
 * @param content present exactly where the verdict is servable
 * @param until when time alone will change it (a certificate begins or expires); empty for never
 */
record Assessment(
    ObjectName secret,
    Verdict verdict,
    Optional<Content> content,
    List<Finding> findings,
    Optional<Instant> until) {

  Assessment {
    Objects.requireNonNull(secret, "secret");
    Objects.requireNonNull(verdict, "verdict");
    if (content.isPresent() != verdict.servable()) {
      throw new IllegalArgumentException("content and verdict disagree: " + verdict);
    }
    Objects.requireNonNull(until, "until");
    findings = List.copyOf(findings);
  }
}
