package io.gatehouse.e2e;

import static io.gatehouse.e2e.Installation.assertClosed;
import static io.gatehouse.e2e.Installation.eventually;
import static io.gatehouse.e2e.Installation.eventuallyAsserted;
import static io.gatehouse.e2e.Installation.host;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.e2e.Manifests.Server;
import io.gatehouse.testing.Certificates;
import io.gatehouse.testing.EnvoyProcess;
import io.gatehouse.testing.HttpProbe;
import io.gatehouse.testing.IssuedCertificate;
import io.gatehouse.testing.KeyType;
import io.gatehouse.testing.OpenSsl;
import io.gatehouse.testing.Revocations;
import io.gatehouse.testing.TestKeys;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLSocket;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** How servers terminate TLS, as clients see it, beside a host that answers throughout. */
class ServerTlsIT {

  /** Who issues the certificates of clients. */
  private static final IssuedCertificate CLIENT_CA = TestKeys.ca("b");

  private static final IssuedCertificate CLIENT = client("client", 3).issue();
  private static final IssuedCertificate STRANGER = TestKeys.named("ec-c");
  private static final String MUTUAL = "mode: MUTUAL, credentialName: ";

  @TempDir static Path directory;
  private static Installation installation;
  private static EnvoyProcess envoy;
  private static Visitor neighbour;

  @BeforeAll
  static void start() throws IOException {
    installation = Installation.start(directory, Map.of());
    envoy = installation.startEnvoy();
    installation.putGoodHost("healthy");
    eventually(() -> installation.status("healthy") == 200);
    neighbour = Visitor.staying(installation.probe(), host("healthy"));
  }

  @AfterAll
  static void stop() throws IOException {
    neighbour.close();
    installation.close();
  }

  @AfterEach
  void nothingHappensToTheNeighbour() throws IOException {
    neighbour.assertUndisturbed();
    assertThat(installation.status("healthy")).as("on a new connection").isEqualTo(200);
  }

  @Test
  void a_client_gets_the_certificate_of_the_kind_that_it_can_verify() {
    put(Manifests.keyPair("istio-system/of-rsa", TestKeys.named("rsa-a")));
    put(Manifests.keyPair("istio-system/of-ec", TestKeys.named("ec-a")));
    site("two", "mode: SIMPLE, credentialNames: [of-rsa, of-ec]");

    eventually(() -> keyType(installation.probe(), "two").equals("EC"));
    assertThat(handshake("two", "ecdsa_secp256r1_sha256")).containsPattern("subject=CN ?= ?ec-a");
    assertThat(handshake("two", "rsa_pss_rsae_sha256")).containsPattern("subject=CN ?= ?rsa-a");
  }

  @Test
  void optional_mutual_lets_in_who_has_no_certificate_or_a_good_one() throws IOException {
    putWithCa("optional", Map.of());
    site("optional", "mode: OPTIONAL_MUTUAL, credentialName: optional");

    eventually(() -> installation.status("optional") == 200);
    assertThat(told(installation.probe(), "optional")).doesNotContain("x-forwarded-client-cert");
    assertThat(told(as(CLIENT), "optional")).contains("x-forwarded-client-cert: Hash=");
    assertClosed(as(STRANGER), "optional");
  }

  @Test
  void mutual_lets_in_who_has_one_of_the_names() throws IOException {
    IssuedCertificate named = client("named", 4).dnsNames("named.example.com").issue();
    IssuedCertificate workload =
        client("workload", 5)
            .alternativeNames(GeneralName.uniformResourceIdentifier, "spiffe://example.com/w")
            .issue();
    IssuedCertificate other = client("other", 6).dnsNames("other.example.com").issue();
    putWithCa("names", Map.of());
    site(
        "names",
        MUTUAL + "names, subjectAltNames: [named.example.com, \"spiffe://example.com/w\"]");

    eventually(() -> status(named, "names") == 200);
    assertThat(status(workload, "names")).isEqualTo(200);
    assertClosed(as(other), "names");
    assertClosed(as(CLIENT), "names");
    assertClosed(installation.probe(), "names");
  }

  @Test
  void mutual_lets_in_who_has_one_of_the_keys_or_certificates() throws Exception {
    IssuedCertificate byKey = client("by key", 8).issue();
    IssuedCertificate byHash = client("by hash", 9).issue();
    byte[] key = sha256(byKey.certificate().getSubjectPublicKeyInfo().getEncoded());
    byte[] hash = sha256(byHash.certificate().getEncoded());
    putWithCa("hashes", Map.of());
    site(
        "hashes",
        MUTUAL
            + "hashes, verifyCertificateSpki: [\""
            + Base64.getEncoder().encodeToString(key)
            + "\"], verifyCertificateHash: [\""
            + HexFormat.ofDelimiter(":").withUpperCase().formatHex(hash)
            + "\"]");

    eventually(() -> status(byKey, "hashes") == 200);
    assertThat(status(byHash, "hashes")).isEqualTo(200);
    assertClosed(as(CLIENT), "hashes");
  }

  @Test
  void whoever_has_a_certificate_is_let_in_where_it_need_not_verify() throws IOException {
    putWithCa("anybody", Map.of());
    site("anybody", MUTUAL + "anybody, insecureSkipVerify: true");

    eventually(() -> status(STRANGER, "anybody") == 200);
    assertClosed(installation.probe(), "anybody");
  }

  @Test
  void versions_and_cipher_suites_are_limited() throws IOException {
    put(Manifests.keyPair("istio-system/limits", TestKeys.named("rsa-a")));
    site("newest", "mode: SIMPLE, credentialName: limits, minProtocolVersion: TLSV1_3");
    site("older", "mode: SIMPLE, credentialName: limits, maxProtocolVersion: TLSV1_2");
    site(
        "suite",
        "mode: SIMPLE, credentialName: limits, maxProtocolVersion: TLSV1_2,"
            + " cipherSuites: [TLS_AES_256_GCM_SHA384, ECDHE-RSA-AES256-GCM-SHA384]");

    eventually(() -> installation.status("newest") == 200);
    eventually(() -> installation.status("older") == 200);
    eventually(() -> installation.status("suite") == 200);
    assertClosed(installation.probe().speaking("TLSv1.2"), "newest");
    assertClosed(installation.probe().speaking("TLSv1.3"), "older");
    assertThat(only("TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384").get(host("suite"), "/").status())
        .isEqualTo(200);
    assertClosed(only("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"), "suite");
  }

  @Test
  void revocation_lists_keep_out_whom_they_name() {
    putWithCa("lists", Map.of());
    site("lists", MUTUAL + "lists");
    eventually(() -> status(CLIENT, "lists") == 200);

    putWithCa("lists", Map.of("ca.crl", Revocations.list(CLIENT_CA, 3)));
    eventuallyAsserted(() -> assertClosed(as(CLIENT), "lists"));

    putWithCa("lists", Map.of("ca.crl", Revocations.list(CLIENT_CA, 4)));
    eventually(() -> status(CLIENT, "lists") == 200);

    putWithCa("lists", Map.of("ca.crl", Revocations.list(TestKeys.ca("c"), 4)));
    eventuallyAsserted(() -> assertClosed(as(CLIENT), "lists"));
    assertThat(codes("Secret", "lists")).contains("credential-revocation-lists-incomplete");

    putWithCa("lists", Map.of("crl", Revocations.list(CLIENT_CA, 4)));
    eventually(() -> status(CLIENT, "lists") == 200);
    putWithCa("lists", Map.of("ca.crl", "not a list"));
    eventuallyAsserted(
        () -> assertThat(codes("Secret", "lists")).contains("credential-unreadable"));
    eventually(() -> status(CLIENT, "lists") == 200);
  }

  /** Why the whole chain is looked at: see what a list of the client's issuer alone would miss. */
  @Test
  void revocation_lists_are_needed_of_every_ca_up_to_the_root() {
    IssuedCertificate issuer =
        Certificates.ca("issuer").key(KeyType.ec("P-256")).serial(20).issuedBy(CLIENT_CA).issue();
    IssuedCertificate leaf =
        Certificates.leaf("leaf").key(KeyType.ec("P-256")).serial(21).issuedBy(issuer).issue();
    String ofIssuer = Revocations.list(issuer, 99);
    putWithCa("chain", Map.of("ca.crl", ofIssuer + Revocations.list(CLIENT_CA, 99)));
    site("chain", MUTUAL + "chain");
    eventually(() -> status(leaf, "chain") == 200);

    putWithCa("chain", Map.of("ca.crl", ofIssuer + Revocations.list(CLIENT_CA, 20)));
    eventuallyAsserted(() -> assertClosed(as(leaf), "chain"));

    putWithCa("chain", Map.of("ca.crl", ofIssuer + Revocations.list(CLIENT_CA, 99)));
    eventually(() -> status(leaf, "chain") == 200);
    putWithCa("chain", Map.of("ca.crl", Revocations.list(CLIENT_CA, 99)));
    eventuallyAsserted(() -> assertClosed(as(leaf), "chain"));
  }

  @Test
  void an_ocsp_response_comes_with_the_certificate() throws IOException {
    IssuedCertificate certificate = TestKeys.named("rsa-a");
    byte[] response =
        Revocations.good(
            Installation.CA, certificate, TestKeys.NOT_BEFORE, Optional.of(TestKeys.NOT_AFTER));
    putStapled("stapled", certificate, response);
    site("stapled", "mode: SIMPLE, credentialName: stapled");

    eventually(() -> installation.status("stapled") == 200);
    assertThat(stapled("stapled")).contains(response);

    putStapled("stapled", certificate, new byte[] {1, 2, 3});
    eventually(() -> stapled("stapled").isEmpty());
    assertThat(codes("Secret", "stapled")).containsExactly("credential-staple-unusable");
  }

  @Test
  void the_ca_in_a_config_map_wins_and_may_change() {
    put(Manifests.keyPair("istio-system/named-ca", TestKeys.named("ec-a")));
    put(
        Manifests.secret(
            "istio-system/named-ca-cacert", Map.of("cacert", TestKeys.ca("c").certificatePem())));
    putClients(CLIENT_CA);
    site("named-ca", MUTUAL + "named-ca, caCertCredentialName: clients");

    eventually(() -> status(CLIENT, "named-ca") == 200);
    assertClosed(as(STRANGER), "named-ca");

    putClients(TestKeys.ca("c"));
    eventually(() -> status(STRANGER, "named-ca") == 200);
    eventuallyAsserted(() -> assertClosed(as(CLIENT), "named-ca"));
    assertThat(installation.api("credentials/istio-system/clients").get(0).path("kind").asString())
        .isEqualTo("ConfigMap");
  }

  @Test
  void files_of_the_proxy_are_read_again_when_they_are_replaced() throws IOException {
    Path certificates = Files.createDirectory(directory.resolve("replaced"));
    putPair(certificates, TestKeys.named("ec-a"));
    putFile(certificates.resolve("ca.crt"), CLIENT_CA.certificatePem());
    site(
        "replaced",
        "mode: MUTUAL, " + files(certificates) + ", caCertificates: " + certificates + "/ca.crt");
    eventually(() -> status(CLIENT, "replaced") == 200);
    assertThat(keyType(as(CLIENT), "replaced")).isEqualTo("EC");
    long versions = envoy.stat("control_plane.connected_state");

    putPair(certificates, TestKeys.named("rsa-a"));
    eventually(() -> keyType(as(CLIENT), "replaced").equals("RSA"));
    putFile(certificates.resolve("ca.crt"), TestKeys.ca("c").certificatePem());
    eventually(() -> status(STRANGER, "replaced") == 200);
    eventuallyAsserted(() -> assertClosed(as(CLIENT), "replaced"));
    assertThat(versions).isEqualTo(1);
  }

  @Test
  void files_that_are_missing_cost_only_their_host_until_they_are_there() throws IOException {
    Path certificates = directory.resolve("missing");
    String ca = ", caCertificates: " + certificates + "/ca.crt";
    site("missing", "mode: MUTUAL, " + files(certificates) + ca);
    installation.putGoodHost("beside-missing");

    eventually(() -> installation.status("beside-missing") == 200);
    eventuallyAsserted(
        () -> {
          JsonNode finding = installation.api("findings?kind=Gateway&name=missing").get(0);
          assertThat(finding.path("code").asString()).isEqualTo("refused-by-envoy");
          assertThat(finding.path("sentence").asString()).contains(certificates + "/tls.crt");
        });
    assertClosed(as(CLIENT), "missing");

    Files.createDirectory(certificates);
    putPair(certificates, TestKeys.named("ec-a"));
    assertClosed(as(CLIENT), "missing");
    assertClosed(installation.probe(), "missing");
    putFile(certificates.resolve("ca.crt"), CLIENT_CA.certificatePem());
    eventually(() -> status(CLIENT, "missing") == 200);
    assertClosed(installation.probe(), "missing");
    eventuallyAsserted(
        () -> assertThat(installation.api("findings?kind=Gateway&name=missing")).isEmpty());
  }

  private static Certificates client(String name, long serial) {
    return Certificates.leaf(name)
        .key(KeyType.ec("P-256"))
        .serial(serial)
        .issuedBy(TestKeys.ca("b"));
  }

  private static void site(String name, String tls) {
    installation
        .manifests()
        .put(
            name,
            Manifests.site(
                name, new Server(installation.tlsPort(), "HTTPS", "    tls: {" + tls + "}")));
  }

  /** A document in a file of its own, or in the place of the one before. */
  private static void put(String document) {
    String metadata =
        document.lines().filter(line -> line.startsWith("metadata")).findFirst().get();
    installation.manifests().put("of-" + Integer.toHexString(metadata.hashCode()), document);
  }

  private static void putWithCa(String name, Map<String, String> more) {
    Map<String, String> data = new HashMap<>(Manifests.keyPair(TestKeys.named("ec-a")));
    data.put("ca.crt", CLIENT_CA.certificatePem());
    data.putAll(more);
    put(Manifests.secret("istio-system/" + name, data));
  }

  private static void putStapled(String name, IssuedCertificate certificate, byte[] response) {
    Map<String, byte[]> data = new HashMap<>();
    Manifests.keyPair(certificate)
        .forEach((key, pem) -> data.put(key, pem.getBytes(StandardCharsets.UTF_8)));
    data.put("tls.ocsp-staple", response);
    put(Manifests.binarySecret("istio-system/" + name, data));
  }

  private static void putClients(IssuedCertificate ca) {
    put(Manifests.configMap("istio-system/clients", "ca.crt", ca.certificatePem()));
  }

  private static String files(Path directory) {
    return "serverCertificate: " + directory + "/tls.crt, privateKey: " + directory + "/tls.key";
  }

  private static void putPair(Path directory, IssuedCertificate certificate) throws IOException {
    putFile(directory.resolve("tls.key"), certificate.keyPem());
    putFile(directory.resolve("tls.crt"), certificate.certificatePem());
  }

  /** As everything does that replaces files under those who read them. */
  private static void putFile(Path file, String content) throws IOException {
    Path written = Files.writeString(file.resolveSibling(file.getFileName() + ".new"), content);
    Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static HttpProbe as(IssuedCertificate certificate) {
    return HttpProbe.tls(installation.tlsPort(), Installation.CA, certificate);
  }

  private static HttpProbe only(String cipher) {
    return installation.probe().ciphering(cipher);
  }

  private static int status(IssuedCertificate certificate, String name) throws IOException {
    return as(certificate).get(host(name), "/").status();
  }

  /** What the upstream was told. */
  private static String told(HttpProbe client, String name) throws IOException {
    return client.get(host(name), "/").body();
  }

  private static String keyType(HttpProbe client, String name) throws IOException {
    try (Socket socket = client.connect(host(name))) {
      Certificate[] chain = ((SSLSocket) socket).getSession().getPeerCertificates();
      return chain[0].getPublicKey().getAlgorithm();
    }
  }

  private static String handshake(String name, String signatures) {
    return OpenSsl.handshake(installation.tlsPort(), host(name), signatures);
  }

  private static Optional<byte[]> stapled(String name) throws IOException {
    try (Socket socket = installation.probe().connect(host(name))) {
      ExtendedSSLSession session = (ExtendedSSLSession) ((SSLSocket) socket).getSession();
      return session.getStatusResponses().stream().findFirst();
    }
  }

  private static byte[] sha256(byte[] bytes) throws Exception {
    return MessageDigest.getInstance("SHA-256").digest(bytes);
  }

  private static List<String> codes(String kind, String name) {
    return installation
        .api("findings?kind=" + kind + "&name=" + name)
        .valueStream()
        .map(finding -> finding.path("code").asString())
        .toList();
  }
}
