package io.gatehouse.e2e;

import static io.gatehouse.e2e.Installation.eventually;
import static io.gatehouse.e2e.Installation.eventuallyAsserted;
import static io.gatehouse.e2e.Installation.host;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gatehouse.e2e.Manifests.Server;
import io.gatehouse.testing.EnvoyProcess;
import io.gatehouse.testing.FreePorts;
import io.gatehouse.testing.HttpProbe;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Faults that only Envoy sees cost what is at fault, and nothing that comes after. */
class RefusedByEnvoyIT {

  /** What users may count on for a new host beside one that Envoy refuses. */
  private static final Duration BOUND = Duration.ofSeconds(2);

  /** RE2 makes more than 100 instructions of it: too many for an Envoy that was not told so. */
  private static final String TOO_LONG_FOR_ENVOY = "uri: {regex: '/[a-z]{300}'}";

  private static final String ALL = "uri: {prefix: /}";

  @TempDir static Path directory;
  private static int httpPort;
  private static Installation installation;
  private static EnvoyProcess envoy;
  private static Visitor neighbour;

  @BeforeAll
  static void start() throws IOException {
    httpPort = FreePorts.next();
    installation = Installation.start(directory, Map.of());
    envoy = installation.startEnvoy();
    installation.manifests().put("healthy", Manifests.site("healthy", Server.http(httpPort)));
    installation.putGoodHost("tls");
    eventually(() -> status("healthy") == 200 && installation.status("tls") == 200);
    neighbour = Visitor.staying(HttpProbe.plain(httpPort), host("healthy"));
  }

  @AfterAll
  static void stop() throws IOException {
    neighbour.close();
    installation.close();
  }

  @AfterEach
  void nothingHappensToTheNeighbours() throws IOException {
    neighbour.assertUndisturbed();
    assertThat(installation.status("tls")).isEqualTo(200);
  }

  @Test
  void a_refused_virtual_host_costs_no_other_host_of_its_port() {
    Map<String, Long> before = envoy.refusals();
    putRoutes("faulty", TOO_LONG_FOR_ENVOY);
    eventually(() -> !envoy.refusals().equals(before));
    awaitNewHost("beside-faulty");
    eventuallyAsserted(() -> assertRefused("VirtualService", "faulty", "regex"));

    putRoutes("faulty", ALL);
    eventually(() -> status("faulty") == 200);
    assertThat(refusals("faulty")).isEmpty();
  }

  @Test
  void a_refused_change_leaves_the_host_as_it_was() throws IOException {
    putRoutes("changed", ALL);
    eventually(() -> status("changed") == 200);

    putRoutes("changed", TOO_LONG_FOR_ENVOY);
    eventuallyAsserted(() -> assertRefused("VirtualService", "changed", "regex"));
    awaitNewHost("beside-changed");
    assertThat(status("changed")).isEqualTo(200);
  }

  @Test
  void hosts_that_come_together_with_a_refused_one_are_served() {
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < 10; i++) {
      String name = "together" + i;
      all.append(gateway(name))
          .append("---\n")
          .append(routes(name, i == 5 ? TOO_LONG_FOR_ENVOY : ALL))
          .append("---\n");
    }
    installation.manifests().put("together", all.toString());

    for (int i = 0; i < 10; i++) {
      String name = "together" + i;
      eventually(() -> status(name) == (name.endsWith("5") ? 404 : 200));
    }
    eventuallyAsserted(() -> assertRefused("VirtualService", "together5", "regex"));
    for (int i = 0; i < 10; i++) {
      assertThat(refusals("together" + i)).hasSize(i == 5 ? 1 : 0);
    }
  }

  @Test
  void a_port_that_is_taken_costs_no_other_port() throws IOException {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("0.0.0.0"))) {
      installation
          .manifests()
          .put("taken", Manifests.site("taken", Server.http(other.getLocalPort())));
      eventuallyAsserted(() -> assertRefused("Gateway", "taken", "cannot bind"));

      installation.putGoodHost("beside-taken");
      await()
          .atMost(BOUND)
          .ignoreExceptionsInstanceOf(IOException.class)
          .until(() -> installation.status("beside-taken") == 200);
    }
  }

  private static void putRoutes(String name, String match) {
    installation.manifests().put(name, gateway(name), routes(name, match));
  }

  private static String gateway(String name) {
    return Manifests.gateway(
        "default/" + name, Manifests.INGRESS, Server.http(httpPort), host(name));
  }

  private static String routes(String name, String match) {
    return Manifests.routes("default/" + name, host(name), match);
  }

  private static void awaitNewHost(String name) {
    installation.manifests().put(name, Manifests.site(name, Server.http(httpPort)));
    await(name).atMost(BOUND).until(() -> status(name) == 200);
  }

  private static int status(String name) throws IOException {
    return HttpProbe.plain(httpPort).get(host(name), "/").status();
  }

  private static JsonNode refusals(String name) {
    return installation.api("findings?code=refused-by-envoy&name=" + name);
  }

  private static void assertRefused(String kind, String name, String envoysWords) {
    JsonNode findings = refusals(name);
    assertThat(findings).hasSize(1);
    JsonNode finding = findings.get(0);
    assertThat(finding.path("kind").asString()).isEqualTo(kind);
    assertThat(finding.path("namespace").asString()).isEqualTo("default");
    assertThat(finding.path("sentence").asString()).contains(envoysWords);
  }
}
