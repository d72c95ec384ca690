package io.gatehouse.credential;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * When certificates are valid: from {@code notBefore} on, and no longer at {@code notAfter}; and
 * revocation lists: no longer at {@code nextUpdate}.
 */
final class Validity {

  private Validity() {}

  static boolean hasExpired(CertificateInfo certificate, Instant now) {
    return !now.isBefore(certificate.notAfter());
  }

  static boolean isYetToBegin(CertificateInfo certificate, Instant now) {
    return now.isBefore(certificate.notBefore());
  }

  static boolean isOutOfDate(RevocationInfo list, Instant now) {
    return list.nextUpdate().filter(end -> !now.isBefore(end)).isPresent();
  }

  private static List<RevocationInfo> revocations(Content content) {
    return content instanceof Content.CaBundle ca ? ca.revocations() : List.of();
  }

  /**
   * Of a server's chain its own certificate counts, of a CA bundle the best, of revocation lists
   * all.
   */
  static Verdict of(Content content, Instant now) {
    List<CertificateInfo> deciding =
        content instanceof Content.KeyPair
            ? content.certificates().subList(0, 1)
            : content.certificates();
    if (deciding.stream().allMatch(certificate -> hasExpired(certificate, now))
        || revocations(content).stream().anyMatch(list -> isOutOfDate(list, now))) {
      return Verdict.EXPIRED;
    }
    boolean someValid =
        deciding.stream()
            .anyMatch(
                certificate -> !hasExpired(certificate, now) && !isYetToBegin(certificate, now));
    return someValid ? Verdict.VALID : Verdict.NOT_YET_VALID;
  }

  /** The next moment at which some certificate or list begins or expires. */
  static Optional<Instant> nextChange(Content content, Instant now) {
    return Stream.concat(
            content.certificates().stream()
                .flatMap(certificate -> Stream.of(certificate.notBefore(), certificate.notAfter())),
            revocations(content).stream().flatMap(list -> list.nextUpdate().stream()))
        .filter(now::isBefore)
        .min(Instant::compareTo);
  }
}
