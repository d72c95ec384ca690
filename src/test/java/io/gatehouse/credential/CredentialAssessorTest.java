package io.gatehouse.credential;

import static io.gatehouse.credential.TestSecrets.name;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.finding.Finding;
import io.gatehouse.finding.FindingCode;
import io.gatehouse.finding.Severity;
import io.gatehouse.resource.Kind;
import io.gatehouse.resource.core.SecretBytes;
import io.gatehouse.testing.Certificates;
import io.gatehouse.testing.IssuedCertificate;
import io.gatehouse.testing.Revocations;
import io.gatehouse.testing.RsaKeys;
import io.gatehouse.testing.TestKeys;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CredentialAssessorTest {

  private static final Instant NOW = Instant.parse("2026-11-24T00:00:00Z");
  private static final IssuedCertificate A = TestKeys.named("rsa-a");
  private static final IssuedCertificate B = TestKeys.named("ec-b");
  private static final String CRT = A.certificatePem();
  private static final String KEY = A.keyPem();
  private static final String CA_A = TestKeys.ca("a").certificatePem();
  private static final String CA_B = TestKeys.ca("b").certificatePem();

  private static Assessment keyPair(TestSecrets secrets) {
    return CredentialAssessor.assess(CredentialKey.keyPair(name("x")), secrets.objects(), NOW);
  }

  private static Assessment clientCa(TestSecrets secrets) {
    return CredentialAssessor.assess(CredentialKey.clientCa(name("x")), secrets.objects(), NOW);
  }

  private static void assertServes(Assessment assessment, IssuedCertificate expected) {
    assertThat(assessment.findings()).isEmpty();
    assertThat(assessment.verdict()).isEqualTo(Verdict.VALID);
    Content.KeyPair content = (Content.KeyPair) assessment.content().orElseThrow();
    assertThat(text(content.chain().toByteArray())).isEqualTo(expected.certificatePem());
    assertThat(text(content.privateKey().toByteArray())).isEqualTo(expected.keyPem());
  }

  private static void assertTrusts(Assessment assessment, String expected) {
    assertThat(assessment.findings()).isEmpty();
    Content.CaBundle content = (Content.CaBundle) assessment.content().orElseThrow();
    assertThat(text(content.bundle().toByteArray())).isEqualTo(expected);
  }

  @Test
  void a_config_map_holds_the_ca_where_no_secret_says_anything_of_one() {
    TestSecrets secrets = new TestSecrets().putConfigMap("x", "ca.crt", CA_B);
    assertTrusts(clientCa(secrets), CA_B);
    assertThat(clientCa(secrets).source().kind()).isEqualTo(Kind.CONFIG_MAP);

    secrets.put("x", "tls.crt", CRT, "tls.key", KEY);
    assertTrusts(clientCa(secrets), CA_B);
    secrets.put("x", "tls.crt", CRT, "tls.key", KEY, "ca.crt", CA_A);
    assertTrusts(clientCa(secrets), CA_A);
    secrets.put("x-cacert", "cacert", CA_B);
    assertThat(clientCa(secrets).source().name()).isEqualTo(name("x-cacert"));
  }

  @Test
  void revocation_lists_stand_beside_the_ca_under_either_key() {
    String list = Revocations.list(TestKeys.ca("a"), Optional.of(TestKeys.NOT_AFTER), 7);
    for (String ca : List.of("ca.crt", "cacert")) {
      for (String lists : List.of("ca.crl", "crl")) {
        Assessment assessment = clientCa(TestSecrets.of("x", ca, CA_A, lists, list));
        Content.CaBundle content = (Content.CaBundle) assessment.content().orElseThrow();
        assertThat(text(content.revocationLists().orElseThrow().toByteArray())).isEqualTo(list);
        assertThat(content.fingerprint())
            .isNotEqualTo(
                clientCa(TestSecrets.of("x", ca, CA_A)).content().orElseThrow().fingerprint());
      }
    }
  }

  @Test
  void a_ca_without_a_list_is_told_where_others_have_one() {
    String list = Revocations.list(TestKeys.ca("a"), Optional.of(TestKeys.NOT_AFTER), 7);
    Assessment assessment = clientCa(TestSecrets.of("x", "cacert", CA_A + CA_B, "crl", list));

    assertThat(assessment.verdict()).isEqualTo(Verdict.VALID);
    assertThat(assessment.findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.code())
                  .isEqualTo(FindingCode.CREDENTIAL_REVOCATION_LISTS_INCOMPLETE);
              assertThat(finding.sentence())
                  .startsWith("Secret istio-system/x has revocation lists, but none of CN=ca-b:");
            });
  }

  @Test
  void an_ocsp_response_is_used_while_it_is_current() {
    Instant from = NOW.minusSeconds(10);
    Instant to = NOW.plusSeconds(10);
    byte[] der = Revocations.good(TestKeys.ca("a"), A, from, Optional.of(to));
    SecretBytes response = SecretBytes.of(der);

    OcspStaple now = OcspStaple.of(response, A.certificate(), NOW);
    assertThat(now.response()).contains(response);
    assertThat(now.until()).contains(to);
    assertThat(OcspStaple.of(response, A.certificate(), to).response()).isEmpty();
    OcspStaple early = OcspStaple.of(response, A.certificate(), from.minusSeconds(1));
    assertThat(early.response()).isEmpty();
    assertThat(early.until()).contains(from);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.US_ASCII);
  }

  private static Finding only(Assessment assessment) {
    assertThat(assessment.content()).isEmpty();
    assertThat(assessment.findings()).hasSize(1);
    return assessment.findings().get(0);
  }

  // shapes

  @Test
  void a_tls_secret_serves() {
    assertServes(keyPair(TestSecrets.of("x", "tls.crt", CRT, "tls.key", KEY)), A);
  }

  @Test
  void a_generic_secret_serves() {
    assertServes(keyPair(TestSecrets.of("x", "cert", CRT, "key", KEY)), A);
  }

  @Test
  void generic_keys_win_over_tls_keys() {
    TestSecrets both =
        TestSecrets.of(
            "x", "cert", CRT, "key", KEY, "tls.crt", B.certificatePem(), "tls.key", B.keyPem());

    assertServes(keyPair(both), A);
  }

  @Test
  void empty_generic_keys_do_not_hide_good_tls_keys() {
    TestSecrets both = TestSecrets.of("x", "cert", "", "key", "", "tls.crt", CRT, "tls.key", KEY);

    assertServes(keyPair(both), A);
  }

  @Test
  void half_a_generic_pair_does_not_hide_good_tls_keys() {
    assertServes(keyPair(TestSecrets.of("x", "cert", "x", "tls.crt", CRT, "tls.key", KEY)), A);
  }

  @Test
  void a_ca_beside_the_certificate_is_trusted_under_either_key() {
    assertTrusts(
        clientCa(TestSecrets.of("x", "tls.crt", CRT, "tls.key", KEY, "ca.crt", CA_A)), CA_A);
    assertTrusts(clientCa(TestSecrets.of("x", "cert", CRT, "key", KEY, "cacert", CA_A)), CA_A);
    assertTrusts(clientCa(TestSecrets.of("x", "cacert", CA_A, "ca.crt", CA_B)), CA_A);
  }

  @Test
  void the_separate_secret_wins_over_the_ca_beside_the_certificate() {
    TestSecrets secrets = TestSecrets.of("x", "cacert", CA_A).put("x-cacert", "cacert", CA_B);

    assertTrusts(clientCa(secrets), CA_B);
    assertThat(clientCa(secrets).source().name()).isEqualTo(name("x-cacert"));
  }

  @Test
  void the_separate_secret_may_use_ca_crt() {
    assertTrusts(clientCa(TestSecrets.of("x-cacert", "ca.crt", CA_B)), CA_B);
  }

  @Test
  void a_bad_separate_secret_is_not_made_up_for_by_the_ca_beside_the_certificate() {
    TestSecrets secrets = TestSecrets.of("x", "cacert", CA_A).put("x-cacert", "cacert", "invalid");

    assertThat(clientCa(secrets).verdict()).isEqualTo(Verdict.UNREADABLE);
    assertThat(clientCa(secrets).content()).isEmpty();
  }

  // what is missing

  @Test
  void a_missing_secret_says_where_it_was_looked_for_and_how_to_create_it() {
    Finding finding = only(keyPair(new TestSecrets()));

    assertThat(finding.code()).isEqualTo(FindingCode.CREDENTIAL_MISSING);
    assertThat(finding.severity()).isEqualTo(Severity.ERROR);
    assertThat(finding.origin()).hasToString("Secret istio-system/x");
    assertThat(finding.sentence())
        .isEqualTo(
            "Secret istio-system/x does not exist (looked in istio-system, the namespace of the"
                + " proxies).");
    assertThat(finding.remedy())
        .isEqualTo(
            "Create it with `kubectl -n istio-system create secret tls x --cert=CERTIFICATE.pem"
                + " --key=KEY.pem`.");
  }

  @Test
  void a_missing_ca_names_both_secrets() {
    Finding finding = only(clientCa(new TestSecrets()));

    assertThat(finding.code()).isEqualTo(FindingCode.CREDENTIAL_MISSING);
    assertThat(finding.sentence())
        .startsWith(
            "Neither Secret istio-system/x-cacert nor Secret istio-system/x exists, nor a ConfigMap"
                + " of that name (looked in istio-system,");
    assertThat(finding.remedy()).contains("create secret generic x-cacert --from-file=cacert=");
  }

  @Test
  void wrong_keys_are_named_three_at_most() {
    assertThat(only(keyPair(TestSecrets.of("x", "tls.key", KEY, "foo-bar", "1"))).sentence())
        .isEqualTo(
            "Secret istio-system/x has neither the keys tls.crt and tls.key nor the keys cert and"
                + " key; found: foo-bar, tls.key.");
    assertThat(only(keyPair(TestSecrets.of("x", "a", "1", "b", "1", "c", "1"))).sentence())
        .endsWith("; found: a, b, c.");
    assertThat(
            only(keyPair(TestSecrets.of("x", "d", "1", "b", "1", "c", "1", "a", "1"))).sentence())
        .endsWith("; found: a, b, c and 1 more.");
    assertThat(only(keyPair(TestSecrets.of("x"))).sentence()).endsWith("; found: no keys at all.");
    assertThat(keyPair(TestSecrets.of("x")).verdict()).isEqualTo(Verdict.WRONG_KEYS);
  }

  @Test
  void a_secret_without_a_ca_says_that_there_is_no_separate_one_either() {
    Finding finding = only(clientCa(TestSecrets.of("x", "cert", CRT, "key", KEY)));

    assertThat(finding.code()).isEqualTo(FindingCode.CREDENTIAL_WRONG_KEYS);
    assertThat(finding.sentence())
        .isEqualTo(
            "Secret istio-system/x has neither the key ca.crt nor the key cacert; found: cert, key;"
                + " Secret istio-system/x-cacert does not exist either.");
  }

  @Test
  void empty_values_are_named() {
    assertThat(only(keyPair(TestSecrets.of("x", "tls.crt", "", "tls.key", " \n"))).sentence())
        .isEqualTo("Secret istio-system/x has nothing under tls.crt and tls.key.");
    assertThat(keyPair(TestSecrets.of("x", "cert", CRT, "key", "")).verdict())
        .isEqualTo(Verdict.EMPTY);
    assertThat(clientCa(TestSecrets.of("x", "cacert", "")).verdict()).isEqualTo(Verdict.EMPTY);
  }

  // what is wrong with a value

  @Test
  void a_finding_names_key_and_line_of_a_damaged_block() {
    String broken = "text\n" + CRT.substring(0, 200);
    Finding finding = only(keyPair(TestSecrets.of("x", "tls.crt", broken, "tls.key", KEY)));

    assertThat(finding.code()).isEqualTo(FindingCode.CREDENTIAL_UNREADABLE);
    assertThat(finding.origin()).hasToString("Secret istio-system/x data.tls.crt");
    assertThat(finding.sentence())
        .isEqualTo(
            "tls.crt of Secret istio-system/x is cut off: a BEGIN line has no END line (in the block"
                + " that begins at line 2).");
  }

  @Test
  void usual_mistakes_are_called_by_their_names() {
    assertThat(sentenceFor("\ufeff" + CRT)).contains("byte order mark");
    assertThat(sentenceFor(" " + CRT)).contains("does not begin at the start of a line");
    assertThat(sentenceFor(base64(CRT))).contains("is base64 of base64");
    assertThat(sentenceFor("invalid")).contains("holds no certificate");
    assertThat(sentenceFor(KEY)).contains("holds no certificate");
  }

  private static String sentenceFor(String certificate) {
    return only(keyPair(TestSecrets.of("x", "tls.crt", certificate, "tls.key", KEY))).sentence();
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void a_key_that_does_not_belong_is_told_from_a_chain_in_wrong_order() {
    Finding other = only(keyPair(TestSecrets.of("x", "tls.crt", CRT, "tls.key", B.keyPem())));
    Finding order = only(keyPair(TestSecrets.of("x", "tls.crt", CA_A + CRT, "tls.key", KEY)));

    assertThat(other.code()).isEqualTo(FindingCode.CREDENTIAL_KEY_MISMATCH);
    assertThat(other.sentence())
        .isEqualTo(
            "Secret istio-system/x has under tls.key a key that does not belong to the certificate"
                + " in tls.crt (CN=rsa-a, serial 01).");
    assertThat(order.code()).isEqualTo(FindingCode.CREDENTIAL_KEY_MISMATCH);
    assertThat(order.sentence()).contains("the key of certificate 2 in tls.crt, not of the first");
  }

  @Test
  void a_key_that_is_too_short_says_how_long_it_must_be() {
    IssuedCertificate small =
        Certificates.leaf("small").key(RsaKeys.ofSize(1024)).issuedBy(A).issue();
    Finding finding =
        only(
            keyPair(
                TestSecrets.of("x", "tls.crt", small.certificatePem(), "tls.key", small.keyPem())));

    assertThat(finding.code()).isEqualTo(FindingCode.CREDENTIAL_REFUSED);
    assertThat(finding.sentence())
        .isEqualTo(
            "tls.crt of Secret istio-system/x has a key of 1024 bits, and Envoy wants at least"
                + " 2048.");
  }

  // discouraged names

  @Test
  void discouraged_names_and_keys_are_served_with_a_warning() {
    for (String name : new String[] {"istio-credential", "prometheus-x"}) {
      TestSecrets secrets = TestSecrets.of(name, "tls.crt", CRT, "tls.key", KEY);
      Assessment assessment =
          CredentialAssessor.assess(CredentialKey.keyPair(name(name)), secrets.objects(), NOW);

      assertThat(assessment.verdict()).isEqualTo(Verdict.VALID);
      assertThat(assessment.findings())
          .extracting(Finding::code)
          .containsExactly(FindingCode.CREDENTIAL_NAME_DISCOURAGED);
    }
    Assessment token = keyPair(TestSecrets.of("x", "tls.crt", CRT, "tls.key", KEY, "token", "t"));
    assertThat(token.findings())
        .extracting(Finding::sentence)
        .containsExactly(
            "Secret istio-system/x has a key token, which Istio advises against; it is served here.");
  }

  // what is pushed

  @Test
  void only_what_was_understood_is_pushed() {
    TestSecrets secrets =
        TestSecrets.of(
            "x",
            "tls.crt",
            "Bag Attributes\r\n" + KEY + CRT.replace("\n", "\r\n") + "end",
            "tls.key",
            B.certificatePem() + KEY + B.keyPem(),
            "ca.crt",
            CA_A + TestKeys.ca("a").keyPem() + "x");

    assertServes(keyPair(secrets), A);
    assertTrusts(clientCa(secrets), CA_A);
  }

  @Test
  void a_revocation_list_in_a_bundle_is_pushed_with_it() {
    VerdictRow row =
        VerdictRows.ALL.stream()
            .filter(each -> each.toString().equals("CA: with a revocation list"))
            .findFirst()
            .orElseThrow();
    Content.CaBundle content = (Content.CaBundle) row.assess().content().orElseThrow();

    assertThat(content.bundle()).isEqualTo(row.certificates());
    assertThat(text(content.bundle().toByteArray())).contains("BEGIN X509 CRL");
  }

  @Test
  void the_fingerprint_follows_certificate_and_key() {
    String first = fingerprint(TestSecrets.of("x", "tls.crt", CRT, "tls.key", KEY));

    assertThat(fingerprint(TestSecrets.of("x", "cert", CRT, "key", KEY))).isEqualTo(first);
    assertThat(fingerprint(TestSecrets.of("x", "cert", CRT + CA_A, "key", KEY)))
        .isNotEqualTo(first);
    assertThat(fingerprint(TestSecrets.of("x", "cert", CRT, "key", A.traditionalKeyPem())))
        .isNotEqualTo(first);
  }

  private static String fingerprint(TestSecrets secrets) {
    return keyPair(secrets).content().orElseThrow().fingerprint();
  }

  @Test
  void a_certificate_is_described() {
    IssuedCertificate issued =
        Certificates.leaf("a")
            .subject("O=example Inc.,CN=host.example.com")
            .key(A.keys())
            .issuedBy(TestKeys.ca("b"))
            .serial(0)
            .dnsNames("host.example.com", "*.example.com")
            .issue();
    Assessment assessment =
        keyPair(TestSecrets.of("x", "tls.crt", issued.certificatePem(), "tls.key", KEY));

    CertificateInfo info = assessment.content().orElseThrow().certificates().get(0);
    assertThat(info.subject()).isEqualTo("CN=host.example.com,O=example Inc.");
    assertThat(info.issuer()).isEqualTo("CN=ca-b");
    assertThat(info.serial()).isEqualTo("00");
    assertThat(info.subjectAltNames()).containsExactly("host.example.com", "*.example.com");
    assertThat(info.keyType()).isEqualTo("RSA 2048");
    assertThat(info.sha256()).hasSize(64);
  }

  @Test
  void serials_are_written_as_openssl_does() {
    assertThat(serial("0")).isEqualTo("00");
    assertThat(serial("10")).isEqualTo("0A");
    assertThat(serial("255")).isEqualTo("FF");
    assertThat(serial("256")).isEqualTo("0100");
    assertThat(serial("-5")).isEqualTo("-05");
  }

  private static String serial(String number) {
    IssuedCertificate issued =
        Certificates.ca("a").key(B.keys()).serial(new BigInteger(number)).issue();
    return clientCa(TestSecrets.of("x", "cacert", issued.certificatePem()))
        .content()
        .orElseThrow()
        .certificates()
        .get(0)
        .serial();
  }
}
