package io.gatehouse.e2e;

import static io.gatehouse.e2e.Installation.eventually;
import static io.gatehouse.e2e.Installation.eventuallyAsserted;
import static io.gatehouse.e2e.Installation.host;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.e2e.Manifests.Server;
import io.gatehouse.testing.EnvoyProcess;
import io.gatehouse.testing.HttpProbe;
import io.gatehouse.testing.IssuedCertificate;
import io.gatehouse.testing.TestKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/**
 * The invalid secrets of Istio's integration tests, beside a host on the same port that has to
 * answer throughout.
 */
class InvalidSecretIT {

  private static final IssuedCertificate GOOD = TestKeys.named("ec-a");

  @TempDir static Path directory;
  private static Installation installation;
  private static EnvoyProcess envoy;
  private static Visitor neighbour;

  /** What is wrong with a Secret, and what is to be said of it. */
  enum Fault {
    KEY_IS_NO_PEM("unreadable", "tls.key", secret -> secret.put("tls.key", "invalid")),
    CERTIFICATE_IS_NO_PEM("unreadable", "tls.crt", secret -> secret.put("tls.crt", "invalid")),
    KEY_OF_ANOTHER(
        "key-mismatch",
        "tls.key",
        secret -> secret.put("tls.key", TestKeys.named("ec-b").keyPem())),
    NO_KEY("wrong-keys", "tls.key", secret -> secret.remove("tls.key")),
    NO_CERTIFICATE("wrong-keys", "tls.crt", secret -> secret.remove("tls.crt")),
    CA_IS_NO_PEM("unreadable", "ca.crt", secret -> secret.put("ca.crt", "invalid")),
    NO_CA("wrong-keys", "ca.crt", secret -> secret.remove("ca.crt"));

    private final String verdict;
    private final String key;
    private final Consumer<Map<String, String>> change;

    Fault(String verdict, String key, Consumer<Map<String, String>> change) {
      this.verdict = verdict;
      this.key = key;
      this.change = change;
    }

    private Map<String, String> secret() {
      Map<String, String> secret = goodSecret("a");
      change.accept(secret);
      return secret;
    }

    private Server server(String credential) {
      return this == CA_IS_NO_PEM || this == NO_CA
          ? Server.mutual(installation.tlsPort(), credential)
          : Server.simple(installation.tlsPort(), credential);
    }

    private String name(String prefix) {
      return prefix + "-" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

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
    assertThat(envoy.refusals()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void a_host_that_never_had_a_good_secret_is_left_out_until_it_has_one(Fault fault) {
    String name = fault.name("never");
    putSecret(name, fault.secret());
    installation.manifests().put(name, Manifests.site(name, fault.server(name)));

    eventuallyAsserted(() -> assertTold(name, fault, "nothing"));
    JsonNode ofGateway = installation.api("findings?kind=Gateway&name=" + name);
    assertThat(ofGateway.get(0).path("code").asString()).isEqualTo("credential-" + fault.verdict);
    assertThat(ofGateway.get(0).path("field").asString())
        .isEqualTo("spec.servers[0].tls.credentialName");
    assertThat(ofGateway.get(0).path("sentence").asString())
        .contains(host(name), "istio-system/" + name);
    Installation.assertClosed(client("a"), name);

    putSecret(name, goodSecret("a"));
    eventually(() -> client("a").get(host(name), "/").status() == 200);
    assertThat(installation.api("findings?kind=Gateway&name=" + name)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void a_host_that_had_a_good_secret_keeps_it(Fault fault) throws IOException {
    String name = fault.name("once");
    putSecret(name, goodSecret("a"));
    installation.manifests().put(name, Manifests.site(name, fault.server(name)));
    eventually(() -> client("a").get(host(name), "/").status() == 200);

    try (Visitor visitor = Visitor.returning(() -> client("a"), host(name))) {
      putSecret(name, fault.secret());
      eventuallyAsserted(() -> assertTold(name, fault, "last-good"));
      visitor.assertUndisturbed();
    }
  }

  @Test
  void another_ca_is_no_fault_but_refuses_the_clients_of_the_one_before() throws IOException {
    String name = "another-ca";
    putSecret(name, goodSecret("b"));
    installation
        .manifests()
        .put(name, Manifests.site(name, Server.mutual(installation.tlsPort(), name)));
    eventually(() -> client("b").get(host(name), "/").status() == 200);
    Installation.assertClosed(client("a"), name);
    Installation.assertClosed(installation.probe(), name);

    putSecret(name, goodSecret("a"));
    eventually(() -> client("a").get(host(name), "/").status() == 200);
    eventuallyAsserted(() -> Installation.assertClosed(client("b"), name));
    assertThat(installation.api("findings?name=" + name)).isEmpty();
  }

  private static void putSecret(String name, Map<String, String> data) {
    installation.manifests().put("secret-" + name, Manifests.secret("istio-system/" + name, data));
  }

  private static Map<String, String> goodSecret(String clientCa) {
    Map<String, String> data = new HashMap<>(Manifests.keyPair(GOOD));
    data.put("ca.crt", TestKeys.ca(clientCa).certificatePem());
    return data;
  }

  /** A client with a certificate of the CA of that name. */
  private static HttpProbe client(String ca) {
    return HttpProbe.tls(installation.tlsPort(), Installation.CA, TestKeys.named("ec-" + ca));
  }

  private static void assertTold(String name, Fault fault, String serving) {
    JsonNode halves = installation.api("credentials/istio-system/" + name);
    JsonNode bad =
        halves
            .valueStream()
            .filter(half -> half.path("verdict").asString().equals(fault.verdict))
            .findFirst()
            .orElseThrow(() -> new AssertionError(halves.toString()));
    assertThat(bad.path("serving").asString()).isEqualTo(serving);
    assertThat(bad.path("findings"))
        .anySatisfy(
            finding -> {
              assertThat(finding.path("kind").asString()).isEqualTo("Secret");
              assertThat(finding.path("name").asString()).isEqualTo(name);
              assertThat(finding.path("code").asString()).isEqualTo("credential-" + fault.verdict);
              assertThat(finding.path("sentence").asString())
                  .contains("istio-system/" + name, fault.key);
            });
  }
}
