package io.gatehouse.credential;

import static io.gatehouse.credential.TestSecrets.name;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.finding.Finding;
import io.gatehouse.finding.FindingCode;
import io.gatehouse.finding.Severity;
import io.gatehouse.testing.Certificates;
import io.gatehouse.testing.IssuedCertificate;
import io.gatehouse.testing.TestKeys;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Certificates that have expired or are yet to begin. */
class CredentialValidityTest {

  private static final Instant NOW = Instant.parse("2026-11-24T00:00:00Z");
  private static final IssuedCertificate A = TestKeys.named("rsa-a");
  private static final IssuedCertificate B = TestKeys.named("ec-b");
  private static final String KEY = A.keyPem();
  private static final String CA_A = TestKeys.ca("a").certificatePem();

  private static Assessment keyPair(TestSecrets secrets) {
    return CredentialAssessor.assess(CredentialKey.keyPair(name("x")), secrets.objects(), NOW);
  }

  private static Assessment clientCa(TestSecrets secrets) {
    return CredentialAssessor.assess(CredentialKey.clientCa(name("x")), secrets.objects(), NOW);
  }

  private static TestSecrets validFrom(Instant from, Instant to) {
    IssuedCertificate issued =
        Certificates.leaf("a").key(A.keys()).issuedBy(TestKeys.ca("a")).valid(from, to).issue();
    return TestSecrets.of("x", "tls.crt", issued.certificatePem(), "tls.key", KEY);
  }

  @Test
  void an_expired_certificate_is_served_with_a_warning() {
    Instant expiry = NOW.minus(Duration.ofDays(1));
    Assessment assessment = keyPair(validFrom(expiry.minus(Duration.ofDays(9)), expiry));

    assertThat(assessment.verdict()).isEqualTo(Verdict.EXPIRED);
    assertThat(assessment.content()).isPresent();
    assertThat(assessment.until()).isEmpty();
    Finding finding = assessment.findings().get(0);
    assertThat(finding.severity()).isEqualTo(Severity.WARNING);
    assertThat(finding.sentence())
        .isEqualTo(
            "The certificate in Secret istio-system/x (CN=a, serial 01) expired at"
                + " 2026-11-23T00:00:00Z; it is served all the same.");
  }

  @Test
  void a_certificate_that_begins_tomorrow_is_served_with_a_warning_until_then() {
    Instant begin = NOW.plus(Duration.ofDays(1));
    Assessment assessment = keyPair(validFrom(begin, begin.plus(Duration.ofDays(9))));

    assertThat(assessment.verdict()).isEqualTo(Verdict.NOT_YET_VALID);
    assertThat(assessment.content()).isPresent();
    assertThat(assessment.until()).contains(begin);
    assertThat(assessment.findings().get(0).code()).isEqualTo(FindingCode.CREDENTIAL_NOT_YET_VALID);
  }

  @Test
  void the_moment_of_expiry_is_expired() {
    assertThat(keyPair(validFrom(NOW.minusSeconds(9), NOW)).verdict()).isEqualTo(Verdict.EXPIRED);
    assertThat(keyPair(validFrom(NOW, NOW.plusSeconds(9))).verdict()).isEqualTo(Verdict.VALID);
    assertThat(keyPair(validFrom(NOW.minusSeconds(9), NOW.plusSeconds(9))).until())
        .contains(NOW.plusSeconds(9));
  }

  @Test
  void an_expired_issuer_in_the_chain_is_warned_of_and_does_not_decide() {
    IssuedCertificate issuer =
        Certificates.ca("issuer")
            .key(B.keys())
            .issuedBy(TestKeys.ca("a"))
            .valid(NOW.minusSeconds(9), NOW.minusSeconds(1))
            .issue();
    IssuedCertificate leaf =
        Certificates.leaf("a")
            .key(A.keys())
            .issuedBy(issuer)
            .valid(NOW.minusSeconds(9), NOW.plusSeconds(9))
            .issue();
    Assessment assessment =
        keyPair(TestSecrets.of("x", "tls.crt", leaf.chainPem(), "tls.key", leaf.keyPem()));

    assertThat(assessment.verdict()).isEqualTo(Verdict.VALID);
    assertThat(assessment.findings())
        .singleElement()
        .satisfies(
            finding ->
                assertThat(finding.sentence())
                    .startsWith(
                        "Certificate 2 of 2 in Secret istio-system/x (CN=issuer, serial 01)"));
  }

  @Test
  void a_ca_bundle_is_expired_when_all_of_it_is() {
    String old =
        Certificates.ca("old")
            .key(B.keys())
            .valid(NOW.minusSeconds(9), NOW.minusSeconds(1))
            .issue()
            .certificatePem();

    assertThat(clientCa(TestSecrets.of("x", "cacert", old)).verdict()).isEqualTo(Verdict.EXPIRED);
    Assessment mixed = clientCa(TestSecrets.of("x", "cacert", old + CA_A));
    assertThat(mixed.verdict()).isEqualTo(Verdict.VALID);
    assertThat(mixed.findings())
        .extracting(Finding::code)
        .containsExactly(FindingCode.CREDENTIAL_EXPIRED);
  }
}
