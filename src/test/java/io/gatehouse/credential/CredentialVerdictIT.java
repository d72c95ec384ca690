package io.gatehouse.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.Secret;
import io.gatehouse.testing.TestKeys;
import io.gatehouse.testing.TlsClient;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Asks real Envoys whether they take what Gatehouse calls servable, and refuse what it does not.
 * Each row is offered to them as it stands in the Secret, and what is servable once more as
 * Gatehouse would push it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CredentialVerdictIT {

  private static final List<String> VERSIONS = List.of("1.36.4", "1.40.0");
  private static final int MUTANTS_OF_EACH_KIND = 60;

  /**
   * Where Gatehouse is stricter on purpose: without any CA, Envoy would let everybody in; with
   * nothing for a revocation list, nobody; an OCSP response that is of no use to clients is left
   * out.
   */
  private static final Set<String> STRICTER =
      Set.of(
          "CA: nothing",
          "CA: revocation list that is a certificate",
          "CA: revocation list that is no PEM",
          "CA: revocation list that is empty",
          "OCSP response that it is revoked",
          "OCSP response that is out of date",
          "OCSP response without an end",
          "OCSP response that is not yet valid");

  private final List<VerdictRow> mutants = MutantRows.all(MUTANTS_OF_EACH_KIND);
  private final Map<String, Secret> offered = new HashMap<>();
  private final Map<String, SdsProbe> probes = new TreeMap<>();
  private final Map<String, Map<String, String>> answers = new TreeMap<>();

  @BeforeAll
  void offerAll(@TempDir Path directory) throws Exception {
    for (int i = 0; i < VerdictRows.ALL.size(); i++) {
      offer("row-" + i, VerdictRows.ALL.get(i));
      offerPushed("pushed-" + i, VerdictRows.ALL.get(i));
    }
    for (int i = 0; i < mutants.size(); i++) {
      offerPushed("mutant-" + i, mutants.get(i));
    }
    for (String version : VERSIONS) {
      probes.put(version, new SdsProbe(version, offered, TestKeys.named("rsa-a"), directory));
    }
    for (String version : VERSIONS) {
      answers.put(version, probes.get(version).answers());
    }
  }

  private void offer(String name, VerdictRow row) {
    offered.put(
        name,
        row.key().isPresent()
            ? SdsProbe.keyPair(name, row.certificates(), row.key().get(), row.beside())
            : SdsProbe.caBundle(name, row.certificates(), row.beside()));
  }

  private void offerPushed(String name, VerdictRow row) {
    row.assess()
        .content()
        .ifPresent(
            content ->
                offered.put(
                    name,
                    content instanceof Content.KeyPair pair
                        ? SdsProbe.keyPair(name, pair.chain(), pair.privateKey(), pair.ocspStaple())
                        : caBundle(name, (Content.CaBundle) content)));
  }

  private static Secret caBundle(String name, Content.CaBundle ca) {
    return SdsProbe.caBundle(name, ca.bundle(), ca.revocationLists());
  }

  @AfterAll
  void close() {
    probes.values().forEach(SdsProbe::close);
  }

  static Stream<VerdictRow> rows() {
    return VerdictRows.ALL.stream();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void servable_is_exactly_what_both_envoys_take(VerdictRow row) {
    Assessment assessment = row.assess();
    String name = "row-" + VerdictRows.ALL.indexOf(row);

    for (String version : VERSIONS) {
      String refusal = answers.get(version).get(name);
      boolean expected = refusal.isEmpty() && !STRICTER.contains(row.toString());
      assertThat(row.isTakenWhole())
          .as("verdict %s, Envoy %s: %s", assessment.verdict(), version, refusal)
          .isEqualTo(expected);
    }
  }

  /** Also where any one byte of a certificate or key was damaged. */
  @Test
  void both_envoys_take_all_that_is_pushed() {
    assertThat(offered.keySet()).anyMatch(name -> name.startsWith("mutant-"));
    assertThat(offered).hasSizeLessThan(2 * VerdictRows.ALL.size() + mutants.size());

    answers.forEach(
        (version, answer) ->
            assertThat(answer)
                .as("Envoy %s", version)
                .allSatisfy(
                    (name, refusal) ->
                        assertThat(name.startsWith("row-") ? "" : refusal).isEmpty()));
  }

  /** But for the one that the JDK's client cannot read. */
  static Stream<VerdictRow> keys() {
    return KeyRows.all().stream()
        .filter(row -> row.assess().verdict().servable() && !row.what().contains("compressed"));
  }

  @ParameterizedTest
  @MethodSource("keys")
  void every_kind_of_key_that_is_servable_serves(VerdictRow row) throws Exception {
    String expected = row.assess().content().orElseThrow().certificates().get(0).sha256();
    String name = "pushed-" + VerdictRows.ALL.indexOf(row);

    for (SdsProbe probe : probes.values()) {
      int port = probe.ports().get(name);
      await()
          .untilAsserted(
              () ->
                  assertThat(
                          CertificateInfoReader.sha256(TlsClient.certificateAt(port).getEncoded()))
                      .isEqualTo(expected));
    }
  }
}
