package io.gatehouse.e2e;

import static io.gatehouse.e2e.Installation.eventually;
import static io.gatehouse.e2e.Installation.eventuallyAsserted;
import static io.gatehouse.e2e.Installation.host;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gatehouse.e2e.Manifests.Server;
import io.gatehouse.testing.Certificates;
import io.gatehouse.testing.EnvoyProcess;
import io.gatehouse.testing.KeyType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What is in service for a Secret that is bad or gone, through crashes of the control plane. */
@ParameterizedClass
@ValueSource(strings = {"DELTA_GRPC", "GRPC"})
class RestartIT {

  private static final Map<String, String> SHORT_GRACE =
      Map.of("gatehouse.credentials.deletion-grace", "2s");

  /** By state of the world an Envoy cannot be told that there is no secret; it waits for 15 s. */
  private static final Duration WITHOUT_A_WORD_FOR_ABSENCE = Duration.ofSeconds(30);

  @TempDir static Path directory;
  private static Installation installation;
  private static EnvoyProcess envoy;
  private static Visitor neighbour;

  @Parameter String api;

  @BeforeParameterizedClassInvocation
  static void start(String api) throws IOException {
    installation = Installation.start(Files.createTempDirectory(directory, api), Map.of());
    envoy = installation.startEnvoy("first", launch -> launch.api(api));
    installation.putGoodHost("healthy");
    eventually(() -> installation.status("healthy") == 200);
    neighbour = Visitor.staying(installation.probe(), host("healthy"));
  }

  @AfterParameterizedClassInvocation
  static void stop() throws IOException {
    neighbour.close();
    installation.close();
  }

  @AfterEach
  void nothingHappensToTheNeighbour() {
    neighbour.assertUndisturbed();
    assertThat(envoy.refusals()).isEmpty();
  }

  @Test
  void secrets_that_are_bad_or_gone_at_a_restart_are_held() throws IOException {
    serve("bad");
    serve("gone");
    try (Visitor bad = Visitor.returning(installation::probe, host("bad"));
        Visitor gone = Visitor.returning(installation::probe, host("gone"))) {
      putSecret("bad", Manifests.secret(secret("bad"), Map.of("tls.crt", "none", "tls.key", "")));
      installation.manifests().remove(file("gone"));
      eventuallyAsserted(() -> assertServing("bad", "last-good"));
      eventuallyAsserted(() -> assertServing("gone", "deleted"));

      restartWithAnotherHost("beside");
      assertHeld("bad");
      assertHeld("gone");
      bad.assertUndisturbed();
      gone.assertUndisturbed();

      putSecret("bad", certificate("bad", 2));
      putSecret("gone", certificate("gone", 2));
      eventually(() -> installation.serial("bad") == 2 && installation.serial("gone") == 2);
      bad.assertUndisturbed();
      gone.assertUndisturbed();
    }
  }

  @Test
  void what_is_held_for_one_envoy_keeps_no_other_one_waiting() throws IOException {
    serve("held");
    installation.manifests().remove(file("held"));
    eventuallyAsserted(() -> assertServing("held", "deleted"));
    restartWithAnotherHost("beside-held");
    assertHeld("held");

    // It shares the port with the first: only its counters tell which of the two would answer.
    try (EnvoyProcess second = installation.startEnvoy("second", launch -> launch.api(api))) {
      await()
          .atMost(api.equals("DELTA_GRPC") ? Installation.PATIENCE : WITHOUT_A_WORD_FOR_ABSENCE)
          .until(() -> second.stat("listener_manager.listener_create_success") == 1);
      assertThat(second.refusals()).isEmpty();
    }
  }

  @Test
  void a_secret_that_stays_gone_is_withdrawn_after_its_grace() throws IOException {
    installation.crash();
    installation.startGatehouse(SHORT_GRACE);
    serve("short");
    installation.manifests().remove(file("short"));
    eventuallyAsserted(() -> assertServing("short", "deleted"));

    eventuallyAsserted(() -> assertServing("short", "nothing"));
    eventuallyAsserted(() -> Installation.assertClosed(installation.probe(), "short"));
    assertThat(installation.api("findings?kind=Gateway&name=short").path(0).path("code").asString())
        .isEqualTo("credential-missing");

    putSecret("short", certificate("short", 2));
    eventually(() -> installation.serial("short") == 2);
  }

  /** A host with serial 1, served. */
  private static void serve(String name) {
    putSecret(name, certificate(name, 1));
    installation
        .manifests()
        .put(name, Manifests.site(name, Server.simple(installation.tlsPort(), name)));
    eventually(() -> installation.serial(name) == 1 && installation.status(name) == 200);
  }

  /** The listener is another one after the restart. */
  private static void restartWithAnotherHost(String name) {
    installation.crash();
    installation.putGoodHost(name);
    installation.startGatehouse(Map.of());
    eventually(() -> installation.status(name) == 200);
  }

  private static void assertHeld(String name) throws IOException {
    JsonNode credential = assertServing(name, "held");
    assertThat(credential.path("findings"))
        .anySatisfy(
            finding -> assertThat(finding.path("code").asString()).isEqualTo("credential-held"));
    assertThat(installation.serial(name)).isOne();
  }

  private static JsonNode assertServing(String name, String serving) {
    JsonNode credential = installation.api("credentials/" + secret(name)).path(0);
    assertThat(credential.path("serving").asString()).isEqualTo(serving);
    return credential;
  }

  private static void putSecret(String name, String manifest) {
    installation.manifests().put(file(name), manifest);
  }

  private static String certificate(String name, long serial) {
    return Manifests.keyPair(
        secret(name),
        Certificates.leaf(host(name))
            .issuedBy(Installation.CA)
            .key(KeyType.ec("P-256"))
            .serial(serial)
            .issue());
  }

  private static String secret(String name) {
    return "istio-system/" + name;
  }

  private static String file(String name) {
    return "secret-" + name;
  }
}
