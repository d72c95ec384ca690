package io.gatehouse.e2e;

import static io.gatehouse.e2e.Installation.eventually;
import static io.gatehouse.e2e.Installation.host;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gatehouse.testing.Certificates;
import io.gatehouse.testing.EnvoyProcess;
import io.gatehouse.testing.IssuedCertificate;
import io.gatehouse.testing.KeyType;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A new certificate is served soon, every time, and no one else notices. */
class RotationIT {

  private static final int ROTATIONS = 200;

  /** What users may count on between writing a Secret and its being served. */
  private static final Duration BOUND = Duration.ofSeconds(1);

  @TempDir static Path directory;
  private static Installation installation;
  private static EnvoyProcess envoy;

  @BeforeAll
  static void start() throws IOException {
    installation = Installation.start(directory, Map.of());
    envoy = installation.startEnvoy();
    installation.putGoodHost("neighbour");
    installation.manifests().put("secret", secret(1000));
    installation
        .manifests()
        .put(
            "rotated",
            Manifests.site("rotated", Manifests.Server.simple(installation.tlsPort(), "rotated")));
    eventually(
        () -> installation.status("neighbour") == 200 && installation.status("rotated") == 200);
  }

  @AfterAll
  static void stop() {
    installation.close();
  }

  @Test
  void each_of_200_rotations_is_served_within_a_second() throws IOException {
    long listeners = envoy.stat("listener_manager.lds.update_success");
    try (Visitor neighbour = Visitor.staying(installation.probe(), host("neighbour"))) {
      for (long serial = 1001; serial <= 1000 + ROTATIONS; serial++) {
        if (serial % 10 == 0) {
          deleteAndCreate(secret(serial));
        } else {
          installation.manifests().overwrite("secret", secret(serial));
        }
        awaitServed(serial);
      }
      neighbour.assertUndisturbed();
    }
    assertThat(envoy.refusals()).isEmpty();
    assertThat(envoy.stat("listener_manager.lds.update_success")).isEqualTo(listeners);
  }

  private static void awaitServed(long serial) {
    await("serial " + serial)
        .atMost(BOUND)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> installation.serial("rotated") == serial);
  }

  /** The Secret is seen to be gone before it is there again; meanwhile it is served. */
  private static void deleteAndCreate(String next) throws IOException {
    installation.manifests().remove("secret");
    eventually(
        () -> {
          JsonNode credential = installation.api("credentials/istio-system/rotated").path(0);
          return credential.path("serving").asString().equals("deleted");
        });
    assertThat(installation.status("rotated")).isEqualTo(200);
    installation.manifests().put("secret", next);
  }

  private static String secret(long serial) {
    IssuedCertificate certificate =
        Certificates.leaf(host("rotated"))
            .issuedBy(Installation.CA)
            .key(KeyType.ec("P-256"))
            .serial(serial)
            .issue();
    return Manifests.keyPair("istio-system/rotated", certificate);
  }
}
