package io.gatehouse.credential;

import static io.gatehouse.credential.TestSecrets.name;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.credential.CredentialStatus.Serving;
import io.gatehouse.finding.Finding;
import io.gatehouse.finding.FindingCode;
import io.gatehouse.testing.Certificates;
import io.gatehouse.testing.IssuedCertificate;
import io.gatehouse.testing.Revocations;
import io.gatehouse.testing.TestKeys;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CredentialStoreTest {

  private static final Instant START = Instant.parse("2026-11-24T00:00:00Z");
  private static final Duration GRACE = Duration.ofSeconds(60);
  private static final CredentialKey X = CredentialKey.keyPair(name("x"));
  private static final CredentialKey X_CA = CredentialKey.clientCa(name("x"));
  private static final IssuedCertificate A = TestKeys.named("rsa-a");
  private static final IssuedCertificate B = TestKeys.named("ec-b");
  private static final String CA_A = TestKeys.ca("a").certificatePem();
  private static final String CA_B = TestKeys.ca("b").certificatePem();

  private final CredentialStore store = new CredentialStore(GRACE);
  private final TestSecrets secrets = new TestSecrets();
  private Set<CredentialKey> referenced = Set.of(X);
  private Set<CredentialKey> held = Set.of();
  private Instant now = START;

  private void putKeyPair(IssuedCertificate issued) {
    secrets.put("x", "tls.crt", issued.certificatePem(), "tls.key", issued.keyPem());
  }

  private void putKeyPairValid(Instant from, Instant to) {
    putKeyPair(
        Certificates.leaf("brief")
            .key(A.keys())
            .issuedBy(TestKeys.ca("a"))
            .valid(from, to)
            .issue());
  }

  private void putBad() {
    secrets.put("x", "tls.crt", "invalid", "tls.key", A.keyPem());
  }

  private Credentials update() {
    return store.update(referenced, secrets.names(), secrets.objects(), held, now).credentials();
  }

  private CredentialStatus x() {
    return update().get(X).orElseThrow();
  }

  private CredentialStatus xCa() {
    return update().get(X_CA).orElseThrow();
  }

  private void pass(Duration time) {
    now = now.plus(time);
  }

  private static String serial(CredentialStatus status) {
    return status.content().orElseThrow().certificates().get(0).subject();
  }

  @Test
  void a_good_secret_is_current() {
    putKeyPair(A);

    assertThat(x().serving()).isEqualTo(Serving.CURRENT);
    assertThat(x().verdict()).isEqualTo(Verdict.VALID);
    assertThat(x().inService()).isTrue();
    assertThat(x().findings()).isEmpty();
  }

  @Test
  void a_rotated_secret_is_current_at_once() {
    putKeyPair(A);
    update();
    putKeyPair(B);

    assertThat(x().serving()).isEqualTo(Serving.CURRENT);
    assertThat(serial(x())).isEqualTo("CN=ec-b");
  }

  @Test
  void a_secret_that_was_never_good_has_nothing_in_service() {
    putBad();

    assertThat(x().serving()).isEqualTo(Serving.NOTHING);
    assertThat(x().inService()).isFalse();
    assertThat(x().verdict()).isEqualTo(Verdict.UNREADABLE);
    assertThat(x().content()).isEmpty();
  }

  @Test
  void a_secret_that_turns_bad_keeps_its_last_good_content_and_says_so() {
    putKeyPair(A);
    update();
    putBad();
    pass(Duration.ofDays(2));

    assertThat(x().serving()).isEqualTo(Serving.LAST_GOOD);
    assertThat(x().verdict()).isEqualTo(Verdict.UNREADABLE);
    assertThat(serial(x())).isEqualTo("CN=rsa-a");
    assertThat(x().until()).isEmpty();
    assertThat(x().findings())
        .extracting(Finding::sentence)
        .singleElement()
        .satisfies(
            sentence ->
                assertThat(sentence)
                    .startsWith("tls.crt of Secret istio-system/x holds no certificate")
                    .endsWith(
                        "The certificate before it (CN=rsa-a, serial 01, valid until"
                            + " 2045-01-01T00:00:00Z) stays in service."));
  }

  @Test
  void a_secret_that_is_good_again_is_current() {
    putKeyPair(A);
    update();
    putBad();
    update();
    putKeyPair(B);

    assertThat(x().serving()).isEqualTo(Serving.CURRENT);
    assertThat(x().findings()).isEmpty();
  }

  @Test
  void a_deleted_secret_is_served_until_the_grace_period_ends() {
    putKeyPair(A);
    update();
    secrets.delete("x");
    pass(Duration.ofSeconds(5));

    CredentialStatus deleted = x();
    assertThat(deleted.serving()).isEqualTo(Serving.DELETED);
    assertThat(deleted.verdict()).isEqualTo(Verdict.MISSING);
    assertThat(deleted.until()).contains(START.plusSeconds(65));
    assertThat(serial(deleted)).isEqualTo("CN=rsa-a");
    assertThat(store.nextDeadline()).contains(START.plusSeconds(65));
    assertThat(deleted.findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.code()).isEqualTo(FindingCode.CREDENTIAL_DELETED);
              assertThat(finding.sentence())
                  .isEqualTo(
                      "Secret istio-system/x is gone; the last certificate in it (CN=rsa-a, serial"
                          + " 01) is served until 2026-11-24T00:01:05Z.");
            });

    pass(Duration.ofSeconds(59));
    assertThat(x()).isSameAs(deleted);

    pass(Duration.ofSeconds(1));
    assertThat(x().serving()).isEqualTo(Serving.NOTHING);
    assertThat(x().findings())
        .extracting(Finding::code)
        .containsExactly(FindingCode.CREDENTIAL_MISSING);
    assertThat(store.nextDeadline()).isEmpty();
  }

  @Test
  void a_secret_that_is_created_again_in_time_is_current() {
    putKeyPair(A);
    update();
    secrets.delete("x");
    update();
    pass(Duration.ofSeconds(30));
    putKeyPair(B);

    assertThat(x().serving()).isEqualTo(Serving.CURRENT);
    assertThat(serial(x())).isEqualTo("CN=ec-b");
  }

  @Test
  void a_secret_that_is_created_again_bad_keeps_the_content_before() {
    putKeyPair(A);
    update();
    secrets.delete("x");
    update();
    putBad();
    pass(GRACE);

    assertThat(x().serving()).isEqualTo(Serving.LAST_GOOD);
    assertThat(serial(x())).isEqualTo("CN=rsa-a");

    pass(GRACE);
    secrets.delete("x");
    assertThat(x().until()).as("a new grace period").contains(now.plus(GRACE));
  }

  @Test
  void what_is_gone_after_the_grace_period_does_not_come_back() {
    putKeyPair(A);
    update();
    secrets.delete("x");
    update();
    pass(GRACE);
    update();
    putBad();
    held = Set.of(X);

    assertThat(x().serving()).isEqualTo(Serving.NOTHING);
  }

  @Test
  void without_a_grace_period_a_deleted_secret_is_withdrawn_at_once() {
    CredentialStore strict = new CredentialStore(Duration.ZERO);
    putKeyPair(A);
    strict.update(referenced, secrets.names(), secrets.objects(), held, now);
    secrets.delete("x");

    assertThat(
            strict
                .update(referenced, secrets.names(), secrets.objects(), held, now)
                .credentials()
                .get(X))
        .map(CredentialStatus::serving)
        .contains(Serving.NOTHING);
  }

  @Test
  void what_nothing_references_is_forgotten_at_once() {
    putKeyPair(A);
    update();
    referenced = Set.of();
    assertThat(update().get(X)).isEmpty();
    assertThat(store.nextDeadline()).isEmpty();

    referenced = Set.of(X);
    putBad();
    assertThat(x().serving()).isEqualTo(Serving.NOTHING);
  }

  // held

  @Test
  void a_bad_secret_that_an_envoy_still_has_is_held() {
    putBad();
    held = Set.of(X);

    assertThat(x().serving()).isEqualTo(Serving.HELD);
    assertThat(x().inService()).isTrue();
    assertThat(x().content()).isEmpty();
    assertThat(x().findings())
        .extracting(Finding::code)
        .containsExactly(FindingCode.CREDENTIAL_UNREADABLE, FindingCode.CREDENTIAL_HELD);

    held = Set.of();
    assertThat(x().serving()).isEqualTo(Serving.NOTHING);
  }

  @Test
  void a_good_secret_is_not_held() {
    putKeyPair(A);
    held = Set.of(X);

    assertThat(x().serving()).isEqualTo(Serving.CURRENT);
  }

  @Test
  void last_known_good_comes_before_held() {
    putKeyPair(A);
    update();
    putBad();
    held = Set.of(X);

    assertThat(x().serving()).isEqualTo(Serving.LAST_GOOD);
  }

  // the two halves

  @Test
  void the_halves_of_one_secret_stand_alone() {
    referenced = Set.of(X, X_CA);
    secrets.put("x", "cert", A.certificatePem(), "key", A.keyPem(), "cacert", CA_A);
    update();
    secrets.put("x", "cert", A.certificatePem(), "key", A.keyPem(), "cacert", "invalid");

    assertThat(x().serving()).isEqualTo(Serving.CURRENT);
    assertThat(xCa().serving()).isEqualTo(Serving.LAST_GOOD);

    secrets.put("x", "cert", B.certificatePem(), "key", A.keyPem(), "cacert", CA_B);
    assertThat(x().serving()).isEqualTo(Serving.LAST_GOOD);
    assertThat(xCa().serving()).isEqualTo(Serving.CURRENT);
    assertThat(serial(xCa())).isEqualTo("CN=ca-b");
  }

  @Test
  void a_separate_ca_that_is_deleted_is_withdrawn_though_the_other_secret_stays() {
    referenced = Set.of(X, X_CA);
    putKeyPair(A);
    secrets.put("x-cacert", "cacert", CA_A);
    update();
    secrets.delete("x-cacert");

    assertThat(xCa().serving()).isEqualTo(Serving.DELETED);
    assertThat(xCa().findings().get(0).sentence())
        .startsWith("Secret istio-system/x-cacert is gone; the last CA bundle in it (CN=ca-a");

    pass(GRACE);
    assertThat(xCa().serving()).isEqualTo(Serving.NOTHING);
    assertThat(xCa().verdict()).isEqualTo(Verdict.WRONG_KEYS);
    assertThat(x().serving()).isEqualTo(Serving.CURRENT);
  }

  @Test
  void a_bad_separate_ca_that_appears_leaves_the_ca_beside_the_certificate_in_service() {
    referenced = Set.of(X_CA);
    secrets.put("x", "cacert", CA_A);
    update();
    secrets.put("x-cacert", "cacert", "invalid");

    assertThat(xCa().serving()).isEqualTo(Serving.LAST_GOOD);
    assertThat(xCa().source().name()).isEqualTo("x-cacert");
    assertThat(serial(xCa())).isEqualTo("CN=ca-a");

    secrets.delete("x-cacert");
    assertThat(xCa().serving()).isEqualTo(Serving.CURRENT);
  }

  @Test
  void a_config_map_is_followed_as_a_secret_is() {
    referenced = Set.of(X_CA);
    secrets.putConfigMap("x", "ca.crt", CA_A);
    assertThat(serial(xCa())).isEqualTo("CN=ca-a");
    assertThat(xCa().source().kind()).isEqualTo("ConfigMap");

    secrets.putConfigMap("x", "ca.crt", CA_B);
    assertThat(serial(xCa())).isEqualTo("CN=ca-b");
    secrets.putConfigMap("x", "ca.crt", "invalid");
    assertThat(xCa().serving()).isEqualTo(Serving.LAST_GOOD);

    secrets.deleteConfigMap("x");
    assertThat(xCa().serving()).isEqualTo(Serving.DELETED);
    assertThat(xCa().findings().get(0).sentence())
        .startsWith("ConfigMap istio-system/x is gone; the last CA bundle in it (CN=ca-b");
    pass(GRACE);
    assertThat(xCa().serving()).isEqualTo(Serving.NOTHING);
  }

  @Test
  void files_of_the_proxy_are_in_service_whatever_is_in_them() {
    CredentialKey files = CredentialKey.keyPair(name("file-cert:/a.crt~/a.key"));
    CredentialKey ca = CredentialKey.clientCa(name("file-root:/ca.crt~/ca.crl"));
    referenced = Set.of(files, ca);

    assertThat(update().all())
        .extracting(CredentialStatus::serving)
        .containsExactly(Serving.CURRENT, Serving.CURRENT);
    assertThat(files.sdsName()).isEqualTo("file-cert:/a.crt~/a.key");
    assertThat(ca.sdsName()).isEqualTo("file-root:/ca.crt~/ca.crl");
    assertThat(ca.files()).containsExactly("/ca.crt", "/ca.crl");
    assertThat(store.nextDeadline()).isEmpty();
  }

  // time

  @Test
  void a_revocation_list_goes_out_of_date_without_any_event() {
    referenced = Set.of(X_CA);
    Instant end = START.plusSeconds(30);
    String list = Revocations.list(TestKeys.ca("a"), Optional.of(end), 1);
    secrets.put("x", "cacert", CA_A, "crl", list);

    assertThat(xCa().verdict()).isEqualTo(Verdict.VALID);
    assertThat(store.nextDeadline()).contains(end);
    now = end;
    assertThat(xCa().verdict()).isEqualTo(Verdict.EXPIRED);
    assertThat(xCa().serving()).isEqualTo(Serving.CURRENT);
    assertThat(xCa().findings().get(0).sentence())
        .isEqualTo(
            "The revocation list of CN=ca-a in Secret istio-system/x is out of date since "
                + end
                + ": Envoy refuses all clients that it is for.");
  }

  @Test
  void a_certificate_begins_and_expires_without_any_event() {
    putKeyPairValid(START.plusSeconds(10), START.plusSeconds(20));

    assertThat(x().verdict()).isEqualTo(Verdict.NOT_YET_VALID);
    assertThat(store.nextDeadline()).contains(START.plusSeconds(10));
    pass(Duration.ofSeconds(10));
    assertThat(x().verdict()).isEqualTo(Verdict.VALID);
    assertThat(store.nextDeadline()).contains(START.plusSeconds(20));
    pass(Duration.ofSeconds(10));
    assertThat(x().verdict()).isEqualTo(Verdict.EXPIRED);
    assertThat(x().serving()).isEqualTo(Serving.CURRENT);
    assertThat(store.nextDeadline()).isEmpty();
  }

  @Test
  void a_last_good_certificate_that_expires_is_warned_of() {
    putKeyPairValid(START, START.plusSeconds(20));
    update();
    putBad();
    update();
    assertThat(store.nextDeadline()).contains(START.plusSeconds(20));
    pass(Duration.ofSeconds(20));

    assertThat(x().serving()).isEqualTo(Serving.LAST_GOOD);
    assertThat(x().findings())
        .extracting(Finding::code)
        .containsExactly(FindingCode.CREDENTIAL_UNREADABLE, FindingCode.CREDENTIAL_EXPIRED);
  }

  @Test
  void a_clock_that_is_set_back_is_followed() {
    putKeyPairValid(START, START.plusSeconds(20));
    pass(Duration.ofDays(1));
    assertThat(x().verdict()).isEqualTo(Verdict.EXPIRED);
    now = START;

    assertThat(x().verdict()).isEqualTo(Verdict.VALID);
  }

  // cost

  @Test
  void where_nothing_changed_the_same_instances_are_returned() {
    referenced = Set.of(X, X_CA);
    putKeyPair(A);
    secrets.put("x-cacert", "cacert", CA_A);
    Credentials before = update();
    pass(Duration.ofSeconds(1));
    assertThat(update()).isSameAs(before);

    putKeyPair(A);
    assertThat(update()).as("an equal Secret").isSameAs(before);

    secrets.put("x", "tls.crt", A.certificatePem(), "tls.key", A.keyPem(), "other", "1");
    assertThat(update()).as("a change of no consequence").isSameAs(before);

    putKeyPair(B);
    Credentials after = update();
    assertThat(after.get(X)).isNotEqualTo(before.get(X));
    assertThat(after.get(X_CA).orElseThrow()).isSameAs(before.get(X_CA).orElseThrow());
    assertThat(before.get(X))
        .as("what was handed out stays")
        .map(s -> serial(s))
        .contains("CN=rsa-a");
  }

  @Test
  void a_secret_is_read_again_only_when_it_changed() {
    putKeyPair(A);
    Optional<Content> first = x().content();
    pass(Duration.ofSeconds(1));

    assertThat(x().content().orElseThrow()).isSameAs(first.orElseThrow());
  }
}
