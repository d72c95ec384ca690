package io.gatehouse.credential;

import io.gatehouse.credential.CredentialEntry.LastGood;
import io.gatehouse.credential.CredentialKey.Half;
import io.gatehouse.finding.Finding;
import io.gatehouse.finding.FindingCode;
import io.gatehouse.finding.Severity;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** What users are told where something else than the Secret as it now is is in service. */
final class ServingTexts {

  private ServingTexts() {}

  /** Says with each error that the content before it stays in service. */
  static List<Finding> lastGood(
      CredentialKey key, LastGood good, List<Finding> findings, Instant now) {
    CertificateInfo first = good.content().certificates().get(0);
    String stays =
        " The "
            + what(key)
            + " before it ("
            + CredentialTexts.described(first)
            + ", valid until "
            + first.notAfter()
            + ") stays in service.";
    Stream<Finding> extended =
        findings.stream()
            .map(
                finding ->
                    finding.severity() == Severity.ERROR ? extended(finding, stays) : finding);
    return Stream.concat(extended, validity(key, good, now)).toList();
  }

  private static Finding extended(Finding finding, String addition) {
    return new Finding(
        finding.code(),
        finding.severity(),
        finding.origin(),
        finding.sentence() + addition,
        finding.remedy());
  }

  static List<Finding> deleted(CredentialKey key, LastGood good, Instant until, Instant now) {
    CredentialTexts texts = CredentialTexts.of(key.half(), good.source());
    CertificateInfo first = good.content().certificates().get(0);
    Finding deleted =
        Finding.warning(
            FindingCode.CREDENTIAL_DELETED,
            texts.origin(),
            texts.shown()
                + " is gone; the last "
                + what(key)
                + " in it ("
                + CredentialTexts.described(first)
                + ") is served until "
                + until
                + ".",
            "Create it again before then with "
                + texts.create()
                + ", or remove what refers to it.");
    return Stream.concat(Stream.of(deleted), validity(key, good, now)).toList();
  }

  static List<Finding> held(CredentialKey key, Assessment assessment) {
    Finding held =
        Finding.warning(
            FindingCode.CREDENTIAL_HELD,
            assessment.source().origin(),
            "A connected Envoy has a "
                + what(key)
                + " of that name from before Gatehouse was started, and goes on serving it.",
            "Correct the "
                + assessment.source().kind().title()
                + "; until then no other Envoy gets it.");
    return Stream.concat(assessment.findings().stream(), Stream.of(held)).toList();
  }

  private static Stream<Finding> validity(CredentialKey key, LastGood good, Instant now) {
    return CredentialTexts.of(key.half(), good.source()).validity(good.content(), now).stream();
  }

  private static String what(CredentialKey key) {
    return key.half() == Half.KEY_PAIR ? "certificate" : "CA bundle";
  }
}
