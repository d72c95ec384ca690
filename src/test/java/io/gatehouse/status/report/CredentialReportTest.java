package io.gatehouse.status.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.credential.CredentialKey;
import io.gatehouse.credential.CredentialObjects;
import io.gatehouse.credential.CredentialStore;
import io.gatehouse.credential.Credentials;
import io.gatehouse.resource.Metadata;
import io.gatehouse.resource.ObjectName;
import io.gatehouse.resource.core.ConfigMap;
import io.gatehouse.resource.core.Secret;
import io.gatehouse.resource.core.SecretBytes;
import io.gatehouse.status.SeedBoard;
import io.gatehouse.status.StatusBoard;
import io.gatehouse.status.report.CredentialDetail.ProxyVersion;
import io.gatehouse.xds.XdsResource;
import io.gatehouse.xds.XdsType;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CredentialReportTest {

  private static final ObjectName SECRET = new ObjectName("istio-system", "httpbin-credential");

  private final StatusBoard board = new StatusBoard(Clock.systemUTC());

  @BeforeEach
  void fill() {
    SeedBoard.fill(board);
    SeedBoard.connect(board, SeedBoard.ENVOY);
  }

  @Test
  void an_envoy_that_has_an_older_version_is_not_current() {
    XdsResource secret = SeedBoard.snapshot().of(XdsType.SECRET).get(SECRET.name());
    XdsResource older =
        new XdsResource(
            secret.type(),
            secret.name(),
            "v0",
            secret.body(),
            secret.clusters(),
            secret.origin(),
            secret.label());
    board.onSent(SeedBoard.ENVOY, XdsType.SECRET, List.of(older), Set.of());
    board.onAcknowledged(SeedBoard.ENVOY, XdsType.SECRET, Map.of(SECRET.name(), "v0"));

    CredentialDetail detail = report().one(SECRET).get(0);
    assertThat(detail.proxies())
        .containsExactly(
            new ProxyVersion(SeedBoard.ENVOY.id(), Optional.of("v0"), Optional.empty(), false));
    assertThat(detail.credential().acknowledged()).isEqualTo(new Acknowledged(0, 1));
  }

  @Test
  void a_missing_secret_that_is_asked_for_is_told_with_its_reason() {
    CredentialEntry entry =
        report().one(new ObjectName("istio-system", "helloworld-credential")).get(0).credential();

    assertThat(entry.summary())
        .isEqualTo(
            "The Secret istio-system/helloworld-credential does not exist; the servers that need it"
                + " are left out.");
    assertThat(entry.findings()).hasSize(1);
    assertThat(entry.references()).hasSize(1);
    assertThat(entry.certificates()).isEmpty();
  }

  @Test
  void a_secret_that_no_server_asks_for_is_judged_all_the_same() {
    add(
        "spare",
        Map.of(
            "cert", SeedBoard.CERTIFICATE.certificatePem(), "key", SeedBoard.CERTIFICATE.keyPem()));
    add("bad", Map.of("tls.crt", "no certificate", "tls.key", SeedBoard.CERTIFICATE.keyPem()));
    add("ca-cacert", Map.of("cacert", SeedBoard.CERTIFICATE.certificatePem()));

    CredentialEntry spare = only("spare");
    assertThat(spare.verdict()).isEqualTo("valid");
    assertThat(spare.serving()).isEqualTo("nothing");
    assertThat(spare.summary()).startsWith("It is not referenced by any Gateway");
    assertThat(spare.certificates()).hasSize(1);
    assertThat(only("bad").verdict()).isEqualTo("unreadable");
    assertThat(only("ca-cacert").half()).isEqualTo("client-ca");
  }

  @Test
  void a_secret_whose_gateway_selects_no_proxy_there_says_so() {
    add(
        "httpbin-credential",
        Map.of(
            "cert", SeedBoard.CERTIFICATE.certificatePem(), "key", SeedBoard.CERTIFICATE.keyPem()));
    board.onGroupGone(SeedBoard.GROUP);

    assertThat(only("httpbin-credential").summary())
        .isEqualTo(
            "Gateway default/mygateway names it, but selects no proxy that runs in namespace"
                + " istio-system, so it is not served; its verdict is valid.");
  }

  @Test
  void a_config_map_is_judged_too_and_named_as_one() {
    ConfigMap configMap =
        new ConfigMap(
            new Metadata(new ObjectName("istio-system", "clients"), Instant.EPOCH, Map.of()),
            Map.of("ca.crt", SecretBytes.of(ascii(SeedBoard.CERTIFICATE.certificatePem()))),
            List.of("ca.crt"));
    board.onObjects(
        board.read().view().with(Map.of(configMap.key(), Optional.of(configMap))), List.of());

    CredentialEntry entry = only("clients");
    assertThat(entry.kind()).isEqualTo("ConfigMap");
    assertThat(entry.secret()).isEqualTo("istio-system/clients");
    assertThat(entry.half()).isEqualTo("client-ca");
    assertThat(entry.verdict()).isEqualTo("valid");
  }

  @Test
  void files_of_the_proxies_are_told_with_their_paths_and_without_certificates() {
    CredentialKey key =
        CredentialKey.keyPair(new ObjectName("istio-system", "file-cert:/a.crt~/a.key"));
    Credentials credentials =
        CredentialStore.assess(
            Set.of(key),
            new CredentialObjects(name -> Optional.empty(), name -> Optional.empty()),
            Instant.now());
    board.onGroup(SeedBoard.GROUP, SeedBoard::model, credentials, SeedBoard.snapshot(), List.of());

    CredentialEntry entry = report().all().get(0);
    assertThat(entry.resource()).isEqualTo("file-cert:/a.crt~/a.key");
    assertThat(entry.kind()).isEqualTo("File");
    assertThat(entry.secret()).isEqualTo("/a.crt");
    assertThat(entry.certificates()).isEmpty();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private CredentialEntry only(String name) {
    List<CredentialDetail> details = report().one(new ObjectName("istio-system", name));
    assertThat(details).hasSize(1);
    return details.get(0).credential();
  }

  private void add(String name, Map<String, String> data) {
    Map<String, SecretBytes> bytes = new HashMap<>();
    data.forEach(
        (key, value) -> bytes.put(key, SecretBytes.of(value.getBytes(StandardCharsets.US_ASCII))));
    Secret secret =
        new Secret(
            new Metadata(new ObjectName("istio-system", name), Instant.EPOCH, Map.of()),
            "Opaque",
            bytes,
            List.copyOf(data.keySet()));
    board.onObjects(board.read().view().with(Map.of(secret.key(), Optional.of(secret))), List.of());
  }

  @Test
  void what_is_neither_there_nor_asked_for_is_empty() {
    assertThat(report().one(new ObjectName("default", "httpbin-credential"))).isEmpty();
    assertThat(report().namespaces()).containsExactly("istio-system");
  }

  private CredentialReport report() {
    return new CredentialReport(board.read(), Instant.now());
  }
}
