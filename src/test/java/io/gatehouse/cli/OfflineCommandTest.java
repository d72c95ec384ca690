package io.gatehouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.status.KeyMaterial;
import io.gatehouse.testing.TestKeys;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class OfflineCommandTest {

  private static final Path CASE =
      Path.of("src/test/resources/cases/a-host-is-served-over-tls/input.yaml");

  @TempDir private Path directory;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeEach
  void write() throws IOException {
    Files.writeString(directory.resolve("site.yaml"), TestKeys.resolve(Files.readString(CASE)));
  }

  @Test
  void translate_prints_what_a_declared_proxy_is_served_without_keys() throws Exception {
    assertThat(run("translate", directory.toString())).isZero();
    JsonNode document = JsonMapper.shared().readTree(out.toString(StandardCharsets.UTF_8));
    JsonNode group = document.path("groups").path(0);
    assertThat(group.path("group").stringValue()).startsWith("istio-system[");
    assertThat(group.path("listener").size()).isOne();
    assertThat(group.path("route").size()).isOne();
    assertThat(group.path("secret").size()).isOne();
    assertThat(document.path("findings").isArray()).isTrue();
    assertThat(KeyMaterial.in(out.toString(StandardCharsets.UTF_8))).isEmpty();
  }

  @Test
  void without_a_declared_proxy_one_is_assumed_for_each_selector() throws Exception {
    Files.writeString(
        directory.resolve("site.yaml"),
        """
        apiVersion: networking.istio.io/v1
        kind: Gateway
        metadata: {name: a}
        spec:
          selector: {istio: edge}
          servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ["*"]}]
        """);
    assertThat(run("translate", directory.toString())).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("istio-system[istio=edge]");
  }

  /** Istio's own Service selects by two labels, Gateways by one. */
  @Test
  void proxies_are_assumed_behind_the_service_in_front_of_them() throws Exception {
    Files.writeString(
        directory.resolve("site.yaml"),
        """
        apiVersion: v1
        kind: Service
        metadata: {name: in, namespace: edge}
        spec:
          selector: {app: in, istio: edge}
          ports: [{name: http, port: 80, targetPort: 8080}]
        ---
        apiVersion: networking.istio.io/v1
        kind: Gateway
        metadata: {name: a}
        spec:
          selector: {istio: edge}
          servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ["*"]}]
        """);
    assertThat(run("translate", directory.toString())).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("edge[app=in,istio=edge]", "0.0.0.0_8080");
  }

  @Test
  void validate_names_object_and_field_and_fails_where_there_is_an_error() throws Exception {
    Files.writeString(
        directory.resolve("bad.yaml"),
        """
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata: {name: lost}
        spec:
          hosts: [a.example.com]
          gateways: [nowhere]
          http: [{route: [{destination: {host: httpbin, port: {number: 8000}}}]}]
        """);
    assertThat(run("validate", directory.toString())).isOne();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("ERROR [gateway-not-found] VirtualService default/lost spec.gateways: ");
    out.reset();
    assertThat(run("validate", "--ignore=gateway-not-found", directory.toString())).isZero();
  }

  @Test
  void validate_waits_for_nothing_to_say_that_a_file_is_broken() throws Exception {
    Files.writeString(directory.resolve("broken.yaml"), "kind: [");
    assertThat(run("validate", directory.toString())).isOne();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("[file-unreadable]");
  }

  @Test
  void what_cannot_be_run_says_how_it_can() throws Exception {
    assertThat(run("validate")).isEqualTo(2);
    assertThat(run("validate", "--ignore=no-such-code", directory.toString())).isEqualTo(2);
    assertThat(run("translate", "--ignore=no-routes", directory.toString())).isEqualTo(2);
    assertThat(run("translate", directory.resolve("missing").toString())).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("usage:", "no finding with the code no-such-code", "Name one directory");
  }

  @Test
  void the_server_is_meant_by_everything_else() {
    assertThat(OfflineCommand.isMeant()).isFalse();
    assertThat(OfflineCommand.isMeant("--gatehouse.source=files")).isFalse();
    assertThat(OfflineCommand.isMeant("validate", "x")).isTrue();
  }

  private int run(String... arguments) throws InterruptedException {
    return OfflineCommand.run(new PrintStream(out), new PrintStream(err), arguments);
  }
}
