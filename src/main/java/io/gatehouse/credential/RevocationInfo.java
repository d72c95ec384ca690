package io.gatehouse.credential;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What may be told of a certificate revocation list.
 *
 * @param issuer whose certificates it revokes, fit to be shown
 * @param nextUpdate when it is out of date; empty for never
 */
public record RevocationInfo(String issuer, Optional<Instant> nextUpdate) {

  public RevocationInfo {
    Objects.requireNonNull(issuer, "issuer");
    Objects.requireNonNull(nextUpdate, "nextUpdate");
  }
}
