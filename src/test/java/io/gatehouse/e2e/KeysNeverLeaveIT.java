package io.gatehouse.e2e;

import static io.gatehouse.e2e.Installation.eventually;
import static io.gatehouse.e2e.Installation.host;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.e2e.Manifests.Server;
import io.gatehouse.testing.EnvoyProcess;
import io.gatehouse.testing.IssuedCertificate;
import io.gatehouse.testing.KubeApi;
import io.gatehouse.testing.TestKeys;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** With every logger at its finest, nothing that Gatehouse says has a piece of a private key. */
class KeysNeverLeaveIT {

  /** All loggers, and by name those of libraries through whose hands keys go. */
  private static final Map<String, String> FINEST =
      Map.of(
          "logging.level.root", "trace",
          "logging.level.io.gatehouse", "trace",
          "logging.level.io.grpc", "trace",
          "logging.level.io.grpc.netty.shaded.io.grpc.netty.NettyServerHandler", "trace");

  private static final IssuedCertificate RSA = TestKeys.named("rsa-a");
  private static final IssuedCertificate EC = TestKeys.named("ec-a");
  private static final IssuedCertificate OTHER = TestKeys.named("rsa-b");
  private static final KeySearch KEYS =
      new KeySearch()
          .add("RSA", RSA.keys().getPrivate(), RSA.keyPem())
          .add("RSA as PKCS#1", RSA.keys().getPrivate(), RSA.traditionalKeyPem())
          .add("EC", EC.keys().getPrivate(), EC.keyPem())
          .add("EC as SEC1", EC.keys().getPrivate(), EC.traditionalKeyPem())
          .add("other", OTHER.keys().getPrivate(), OTHER.keyPem());

  @TempDir static Path directory;
  private static Installation installation;
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final List<String> SECRETS = new ArrayList<>();

  @BeforeAll
  static void start() throws IOException {
    installation = Installation.start(directory, FINEST);
    EnvoyProcess envoy = installation.startEnvoy();
    putSecret("rsa", RSA.keyPem());
    putSecret("rsa-pkcs1", RSA.traditionalKeyPem());
    putSecret("other-key", OTHER.keyPem());
    putSecret("two-keys", RSA.keyPem() + OTHER.keyPem());
    putSecret("cut-off", OTHER.keyPem().substring(0, 900));
    putSecret("odd-label", OTHER.keyPem().replace("BEGIN PRIVATE", "BEGIN MY PRIVATE"));
    putSecret("odd-character", OTHER.keyPem().replace("A", "*"));
    putSecret("swapped", Map.of("tls.crt", RSA.keyPem(), "tls.key", RSA.certificatePem()));
    putSecret("key-as-ca", Map.of("ca.crt", OTHER.keyPem()));
    putSecret("unknown-key", Map.of("id_rsa", OTHER.keyPem()));
    List<String> broken = manifestsBrokenWithinAKey();
    for (int i = 0; i < broken.size(); i++) {
      installation.manifests().put("broken" + i, broken.get(i));
    }
    installation.manifests().put("broken.json", jsonCutOffWithinAKey());
    putRefusedRoutes();

    eventually(() -> installation.status("rsa") == 200 && installation.status("rsa-pkcs1") == 200);
    eventually(() -> !envoy.refusals().isEmpty());
    eventually(() -> installation.api("findings?code=file-unreadable").size() == broken.size() + 1);
    putSecret("rsa", EC.keyPem());
    eventually(() -> serving(installation, "rsa").equals("last-good"));
    putSecret("rsa", Map.of("tls.crt", EC.certificatePem(), "tls.key", EC.traditionalKeyPem()));
    eventually(() -> serving(installation, "rsa").equals("current"));
    TricklingClient.fetch(installation.xdsPort(), List.of("rsa", "rsa-pkcs1"), 2);
  }

  @AfterAll
  static void stop() {
    installation.close();
  }

  @Test
  void the_log_has_none() {
    assertNoneIn(installation.gatehouse().log());
  }

  @Test
  void the_log_has_none_where_secrets_come_from_kubernetes() throws IOException {
    try (KubeApi kube = KubeApi.start(directory.resolve("kube"))) {
      kube.apply(Path.of("k8s", "crds"));
      kube.kubectl("", "create", "namespace", "istio-system");
      try (Installation other = startWithKubernetes(kube)) {
        other.startEnvoy();
        kubectlApply(kube, secretOfRsaCertificate(RSA.keyPem()));
        kubectlApply(kube, Manifests.site("rsa", Server.simple(other.tlsPort(), "rsa")));
        eventually(() -> other.serial("rsa") == 1);
        kubectlApply(kube, secretOfRsaCertificate(OTHER.keyPem()));
        eventually(() -> serving(other, "rsa").equals("last-good"));
        kube.stopApiServer();
        kube.startApiServer();
        kubectlApply(kube, secretOfRsaCertificate(RSA.traditionalKeyPem()));
        eventually(() -> serving(other, "rsa").equals("current"));

        assertNoneIn(other.gatehouse().log());
      }
    }
  }

  private static Installation startWithKubernetes(KubeApi kube) throws IOException {
    Map<String, String> settings = new HashMap<>(FINEST);
    settings.put("gatehouse.source", "kubernetes");
    settings.put("gatehouse.xds.plaintext.enabled", "true");
    return Installation.start(
        Files.createDirectory(directory.resolve("with-kubernetes")),
        settings,
        Map.of("KUBECONFIG", kube.kubeconfig().toString()));
  }

  /** As users do it: the Secret has all of itself in an annotation, too. */
  private static void kubectlApply(KubeApi kube, String manifest) {
    kube.kubectl(manifest, "apply", "-f", "-");
  }

  private static String secretOfRsaCertificate(String keyPem) {
    return Manifests.secret(
        "istio-system/rsa", Map.of("tls.crt", RSA.certificatePem(), "tls.key", keyPem));
  }

  private static void assertNoneIn(List<String> lines) {
    String log = String.join("\n", lines);
    assertThat(log).contains(" TRACE ");
    assertThat(KEYS.in(log)).isEmpty();
  }

  @Test
  void no_answer_has_any() {
    List<String> addresses = addresses();
    assertThat(addresses)
        .contains(
            "/api/v1/findings",
            "/api/v1/credentials/istio-system/rsa",
            "/api/v1/proxies/ingressgateway/config");
    for (String address : addresses) {
      for (String accept : List.of("application/json", "text/plain")) {
        HttpResponse<String> answer = installation.gatehouse().get(address, accept);
        assertThat(KEYS.in(answer.body())).as(address).isEmpty();
      }
    }
  }

  /** All that can be asked for, by Gatehouse's own description, and what is not described. */
  private static List<String> addresses() {
    List<String> addresses =
        new ArrayList<>(
            List.of("/v3/api-docs", "/actuator/prometheus", "/actuator/health", "/nothing"));
    JSON.readTree(installation.gatehouse().get("/v3/api-docs").body())
        .path("paths")
        .propertyNames()
        .forEach(
            path -> {
              String described = path.replace("{id}", "ingressgateway");
              if (path.contains("{name}")) {
                SECRETS.forEach(
                    name ->
                        addresses.add(
                            described
                                .replace("{namespace}", "istio-system")
                                .replace("{name}", name)));
              }
              addresses.add(
                  described.replace("{namespace}", "default").replace("{name}", "refused")
                      + (path.endsWith("/explain") ? "?host=rsa.example.com" : ""));
            });
    return addresses;
  }

  private static void putSecret(String name, String keyPem) {
    putSecret(name, Map.of("tls.crt", RSA.certificatePem(), "tls.key", keyPem));
  }

  /** A Secret, and a host that needs it. */
  private static void putSecret(String name, Map<String, String> data) {
    SECRETS.add(name);
    installation
        .manifests()
        .put(
            name,
            Manifests.secret("istio-system/" + name, data),
            Manifests.site(
                name,
                data.containsKey("ca.crt")
                    ? Server.mutual(installation.tlsPort(), name)
                    : Server.simple(installation.tlsPort(), name)));
  }

  private static String serving(Installation asked, String name) {
    return asked.api("credentials/istio-system/" + name).path(0).path("serving").asString();
  }

  private static void putRefusedRoutes() {
    String name = "default/refused";
    installation
        .manifests()
        .put(
            "refused",
            Manifests.gateway(
                name,
                Manifests.INGRESS,
                Server.simple(installation.tlsPort(), "rsa"),
                host("refused")),
            Manifests.routes(name, host("refused"), "uri: {regex: '/[a-z]{300}'}"));
  }

  private static List<String> manifestsBrokenWithinAKey() {
    String[] lines = OTHER.keyPem().split("\n");
    String before = String.join("\n    ", Arrays.copyOf(lines, 12));
    String after = String.join("\n    ", Arrays.copyOfRange(lines, 12, lines.length));
    return Stream.of(
            "\n", "\n\t", "\u0007", "\n  tls.crt: *", "\n  tls.crt: \"", "\n  tls.crt: a: ")
        .map(
            fault ->
                """
            apiVersion: v1
            kind: Secret
            metadata: {namespace: istio-system, name: broken}
            stringData:
              tls.key: |
                %s%s%s
            """
                    .formatted(before, fault, after))
        .toList();
  }

  private static String jsonCutOffWithinAKey() {
    String json =
        JSON.writeValueAsString(
            Map.of(
                "apiVersion", "v1",
                "kind", "Secret",
                "stringData", Map.of("tls.key", OTHER.keyPem())));
    return json.substring(0, json.indexOf("-----BEGIN") + 900);
  }
}
