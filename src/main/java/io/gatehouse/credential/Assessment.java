package io.gatehouse.credential;

import io.gatehouse.finding.Finding;
import io.gatehouse.resource.ObjectKey;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What one half of a credential is worth as its Secrets now are.
 *
 * @param source the object that decides
 * @param content present exactly where the verdict is servable
 * @param until when time alone will change it (a certificate begins or expires); empty for never
 */
record Assessment(
    ObjectKey source,
    Verdict verdict,
    Optional<Content> content,
    List<Finding> findings,
    Optional<Instant> until) {

  Assessment {
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(verdict, "verdict");
    if (content.isPresent() != verdict.servable()) {
      throw new IllegalArgumentException("content and verdict disagree: " + verdict);
    }
    Objects.requireNonNull(until, "until");
    findings = List.copyOf(findings);
  }
}
