package io.gatehouse.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gatehouse.testing.IssuedCertificate;
import io.gatehouse.testing.TestKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What becomes of a request on a connection that was made for another host. The table is that of
 * the Gateway API's conformance test for misdirected requests.
 */
class MisdirectedRequestIT {

  private static final IssuedCertificate LEAF = TestKeys.named("ec-a");

  @TempDir static Path directory;

  private static Installation installation;

  @BeforeAll
  static void start() throws IOException {
    installation = Installation.start(directory, Map.of());
    installation
        .manifests()
        .put(
            "all",
            Manifests.secret(
                "istio-system/credential",
                Map.of(
                    "tls.crt", LEAF.chainPem(),
                    "tls.key", LEAF.keyPem(),
                    "ca.crt", TestKeys.ca("b").certificatePem())),
            server("any", "SIMPLE", "*"),
            server("second", "SIMPLE", "second-example.org"),
            server("wildcard", "SIMPLE", "*.wildcard.org"),
            server("fourth", "SIMPLE", "fourth-example.wildcard.org"),
            server("guarded", "MUTUAL", "guarded.wildcard.org"),
            Manifests.routes("default/any", "example.org", "uri: {prefix: /}"),
            Manifests.routes("default/second", "second-example.org", "uri: {prefix: /}"),
            Manifests.routes("default/wildcard", "*.wildcard.org", "uri: {prefix: /}"),
            Manifests.routes("default/fourth", "fourth-example.wildcard.org", "uri: {prefix: /}"),
            Manifests.routes("default/guarded", "guarded.wildcard.org", "uri: {prefix: /}"));
    installation.startEnvoy();
    await("the first configuration")
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () ->
                assertThat(
                        Stream.of(
                                "example.org", "second-example.org", "fourth-example.wildcard.org")
                            .map(host -> answers(host, "--http2", host)))
                    .allMatch(List.of("200", "200")::equals));
  }

  @AfterAll
  static void stop() {
    installation.close();
  }

  @ParameterizedTest
  @CsvSource({
    "example.org, example.org, 200",
    "example.org, second-example.org, 421",
    "example.org, unknown-example.org, 404",
    "second-example.org, second-example.org, 200",
    "second-example.org, example.org, 421",
    "second-example.org, unknown-example.org, 421",
    "third-example.wildcard.org, third-example.wildcard.org, 200",
    "third-example.wildcard.org, fifth-example.wildcard.org, 200",
    "third-example.wildcard.org, fourth-example.wildcard.org, 421",
    "third-example.wildcard.org, second-example.org, 421",
    "third-example.wildcard.org, unknown-example.org, 421",
    "fourth-example.wildcard.org, fourth-example.wildcard.org, 200",
    "fourth-example.wildcard.org, fifth-example.wildcard.org, 421",
    "unknown-example.org, example.org, 200",
    "unknown-example.org, unknown-example.org, 404",
    "third-example.wildcard.org, guarded.wildcard.org, 421",
    "example.org, guarded.wildcard.org, 421"
  })
  void a_connection_for_one_host_is_used_for_another(String serverName, String host, String code) {
    assertThat(answers(serverName, "--http2", host)).last().isEqualTo(code);
    assertThat(answers(serverName, "--http1.1", host)).last().isEqualTo(code);
  }

  @Test
  void a_client_without_server_name_is_answered_for_the_hosts_that_nobody_else_has() {
    // No client puts an address into the handshake.
    assertThat(answers("127.0.0.1", "--http2", "example.org")).last().isEqualTo("200");
    assertThat(answers("127.0.0.1", "--http2", "unknown-example.org")).last().isEqualTo("404");
    assertThat(answers("127.0.0.1", "--http2", "second-example.org")).last().isEqualTo("421");
  }

  @Test
  void explaining_tells_whose_the_host_is() {
    var explanation =
        installation.api(
            "explain?host=second-example.org&sni=third-example.wildcard.org&port="
                + installation.tlsPort());

    assertThat(explanation.get("groups").get(0).get("outcome").asString()).isEqualTo("misdirected");
    assertThat(explanation.get("summary").asString())
        .contains("Gateway default/second spec.servers[0]", "421");
  }

  /**
   * The codes of two requests on one connection: for the host it was made for, and for {@code
   * host}.
   */
  private static List<String> answers(String serverName, String version, String host) {
    List<String> command = new ArrayList<>(List.of("curl"));
    command.addAll(request(serverName, version, serverName));
    command.add("--next");
    command.addAll(request(serverName, version, host));
    try {
      Process curl = new ProcessBuilder(command).redirectErrorStream(true).start();
      List<String> lines =
          new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .map(String::strip)
              .toList();
      assertThat(lines).as("%s", lines).hasSize(2);
      assertThat(lines.get(1)).as("on the same connection").endsWith(" 0");
      return lines.stream().map(line -> line.split(" ")[0]).toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static List<String> request(String serverName, String version, String host) {
    int port = installation.tlsPort();
    return List.of(
        "--silent",
        "--insecure",
        "--max-time",
        "10",
        "--noproxy",
        "*",
        version,
        "--output",
        "/dev/null",
        "--write-out",
        "%{http_code} %{num_connects}\n",
        "--resolve",
        "*:%d:127.0.0.1".formatted(port),
        "--header",
        "Host: " + host,
        "https://%s:%d/".formatted(serverName, port));
  }

  private static String server(String name, String mode, String host) {
    return Manifests.gateway(
        "default/" + name,
        Manifests.INGRESS,
        new Manifests.Server(
            installation.tlsPort(),
            "HTTPS",
            "    tls: {mode: %s, credentialName: credential}".formatted(mode)),
        host);
  }
}
