package io.gatehouse.e2e;

import static io.gatehouse.e2e.Installation.CA;
import static io.gatehouse.e2e.Installation.eventually;
import static io.gatehouse.e2e.Installation.eventuallyAsserted;
import static io.gatehouse.e2e.Installation.host;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.gatehouse.testing.EnvoyProcess;
import io.gatehouse.testing.FreePorts;
import io.gatehouse.testing.HttpProbe;
import io.gatehouse.testing.HttpProbe.Answer;
import io.gatehouse.testing.IssuedCertificate;
import io.gatehouse.testing.TestKeys;
import io.gatehouse.testing.TunnelServer;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What clients, load balancers and monitors see of an Envoy with the bootstrap that we ship. */
class EdgeIT {

  private static final IssuedCertificate LEAF = TestKeys.named("ec-a");
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int PLAIN_PORT = FreePorts.next();

  private static final int GRPC_WEB_PORT = FreePorts.next();

  @TempDir static Path directory;

  private static final TunnelServer tunnel = TunnelServer.start();
  private static Installation installation;
  private static ShippedBootstrap bootstrap;
  private static EnvoyProcess envoy;
  private static CompletableFuture<Answer> slowClient;

  private static final HttpProbe PLAIN = HttpProbe.plain(PLAIN_PORT);

  @BeforeAll
  static void start() throws IOException {
    installation = Installation.start(directory, Map.of());
    installation.crash();
    putManifests();
    bootstrap = ShippedBootstrap.of(installation.xdsPort()).dualStack();
    envoy = installation.startEnvoy("edge", launch -> launch.bootstrap(bootstrap.yaml()));
    // As long as there is no control plane.
    assertThat(envoy.admin("/ready")).contains("INITIALIZING");
    assertThatThrownBy(EdgeIT::readiness).isInstanceOf(IOException.class);

    installation.startGatehouse(Map.of());
    await("the first configuration")
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(() -> readiness() == 200 && PLAIN.get(host("p"), "/").status() == 200);
    eventually(() -> installation.status("simple") == 200);
    slowClient = CompletableFuture.supplyAsync(EdgeIT::trickle);
  }

  private static void putManifests() {
    int tlsPort = installation.tlsPort();
    installation.putGoodHost("simple");
    installation
        .manifests()
        .put(
            "mutual",
            Manifests.secret(
                "istio-system/mutual",
                Map.of(
                    "tls.crt", LEAF.chainPem(),
                    "tls.key", LEAF.keyPem(),
                    "ca.crt", TestKeys.ca("b").certificatePem())),
            Manifests.site("mutual", Manifests.Server.mutual(tlsPort, "mutual")));
    installation
        .manifests()
        .put("plain", Manifests.site("p", Manifests.Server.http(PLAIN_PORT)), tunnelSite());
    installation
        .manifests()
        .put(
            "grpc-web",
            Manifests.site("rpc", new Manifests.Server(GRPC_WEB_PORT, "GRPC-WEB", ""))
                + "    headers: {response: {set: {content-type: application/grpc}}}\n");
  }

  private static String tunnelSite() {
    return Manifests.gateway(
            "default/tunnel", Manifests.INGRESS, Manifests.Server.http(PLAIN_PORT), host("tunnel"))
        + "---\n"
        + Manifests.routes("default/tunnel", host("tunnel"), "uri: {prefix: /}")
            .replace("upstream.default.svc.cluster.local", "tunnel.default.svc.cluster.local")
        + "---\n"
        + Manifests.upstream(tunnel.port()).replace("upstream", "tunnel");
  }

  @AfterAll
  static void stop() {
    installation.close();
    tunnel.close();
  }

  @Test
  void a_load_balancer_hears_of_a_drain_and_of_its_end() throws IOException {
    envoy.tell("/healthcheck/fail");
    eventuallyAsserted(() -> assertThat(readiness()).isEqualTo(503));
    assertThat(installation.status("simple")).as("meanwhile").isEqualTo(200);

    envoy.tell("/healthcheck/ok");
    eventuallyAsserted(() -> assertThat(readiness()).isEqualTo(200));
  }

  @Test
  void the_readiness_port_gives_nothing_else_of_the_admin() throws IOException {
    for (String path : List.of("/", "/quitquitquit", "/healthz/ready/x", "/config_dump")) {
      assertThat(HttpProbe.plain(bootstrap.readiness()).get("any", path).status()).isEqualTo(404);
      assertThat(HttpProbe.plain(bootstrap.metrics()).get("any", path).status()).isEqualTo(404);
    }
  }

  @Test
  void prometheus_gets_series_of_ports_and_services_but_none_of_hosts() throws IOException {
    PLAIN.get(host("p"), "/");

    Answer metrics = HttpProbe.plain(bootstrap.metrics()).get("any", "/stats/prometheus");

    assertThat(metrics.status()).isEqualTo(200);
    assertThat(metrics.body())
        .contains(
            "envoy_http_downstream_rq_total{envoy_http_conn_manager_prefix=\"outbound_0_0_0_0_"
                + PLAIN_PORT
                + "\"}")
        .contains("envoy_cluster_upstream_rq_total{envoy_cluster_name=\"outbound|80||upstream_")
        .contains("envoy_listener_no_filter_chain_match")
        .doesNotContain("https.", "example", "rds", "sds");
    assertThat(metrics.body().lines().filter(line -> line.startsWith("# TYPE")).count())
        .isLessThan(250);
  }

  @Test
  void a_request_is_one_line_of_json_without_secrets() throws IOException {
    String path = "/marked-" + FreePorts.next();

    installation
        .probe()
        .get(
            host("simple"),
            path + "?token=hidden",
            "Authorization: Bearer hidden",
            "Cookie: session=hidden",
            "User-Agent: \"quoted\"");

    JsonNode line = logged(path);
    assertThat(line.propertyNames())
        .containsExactly(
            "authority",
            "bytes_received",
            "bytes_sent",
            "connection_termination_details",
            "downstream_local_address",
            "downstream_remote_address",
            "duration",
            "method",
            "path",
            "protocol",
            "request_id",
            "requested_server_name",
            "response_code",
            "response_code_details",
            "response_flags",
            "route_name",
            "start_time",
            "upstream_cluster",
            "upstream_host",
            "upstream_local_address",
            "upstream_service_time",
            "upstream_transport_failure_reason",
            "user_agent",
            "x_forwarded_for");
    assertThat(line.get("path").asString()).isEqualTo(path);
    assertThat(line.get("method").asString()).isEqualTo("GET");
    assertThat(line.get("authority").asString()).isEqualTo(host("simple"));
    assertThat(line.get("requested_server_name").asString()).isEqualTo(host("simple"));
    assertThat(line.get("response_code").asInt()).isEqualTo(200);
    assertThat(line.get("user_agent").asString()).isEqualTo("\"quoted\"");
    assertThat(line.get("upstream_cluster").asString())
        .isEqualTo("outbound|80||upstream.default.svc.cluster.local");
    assertThat(envoy.accessLog()).noneMatch(one -> one.contains("hidden"));
  }

  @Test
  void connections_that_come_to_no_host_are_logged_with_the_reason() {
    assertThatThrownBy(() -> installation.probe().connect("nobody.example.org"))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> installation.probe().get(host("mutual"), "/"))
        .isInstanceOf(IOException.class);

    JsonNode unknown = logged("nobody.example.org");
    assertThat(unknown.get("response_flags").asString()).isEqualTo("NR");
    assertThat(unknown.get("response_code_details").asString()).isEqualTo("filter_chain_not_found");
    eventuallyAsserted(
        () ->
            assertThat(envoy.accessLog())
                .anyMatch(
                    line ->
                        line.contains("PEER_DID_NOT_RETURN_A_CERTIFICATE")
                            && line.contains(host("mutual"))));
  }

  @Test
  void what_a_client_says_of_itself_is_not_believed() throws IOException {
    Answer answer =
        installation
            .probe()
            .get(
                host("simple"),
                "/",
                "x-forwarded-for: 192.0.2.1",
                "x-forwarded-proto: http",
                "x-forwarded-client-cert: By=spiffe://forged",
                "x-envoy-retry-on: 5xx",
                "x-envoy-upstream-rq-timeout-ms: 1",
                "x-envoy-internal: true",
                "x-envoy-external-address: 192.0.2.9",
                "x-envoy-original-path: /forged");

    assertThat(answer.body())
        .contains("x-forwarded-for: 192.0.2.1,127.0.0.1\n", "x-forwarded-proto: https\n")
        .contains("x-envoy-external-address: 127.0.0.1\n")
        .doesNotContain("forged", "retry-on", "timeout-ms", "x-envoy-internal", "192.0.2.9");
  }

  @Test
  void a_verified_certificate_is_told_to_the_backend_and_a_forged_one_is_not() throws IOException {
    Answer answer =
        HttpProbe.tls(installation.tlsPort(), CA, TestKeys.named("rsa-b"))
            .get(host("mutual"), "/", "x-forwarded-client-cert: By=spiffe://forged");

    assertThat(answer.body())
        .containsPattern(
            "x-forwarded-client-cert: Hash=[0-9a-f]{64};Cert=.*;Subject=\".*CN=rsa-b.*\";.*DNS=")
        .doesNotContain("forged");
  }

  @Test
  void a_connection_becomes_a_web_socket() throws IOException {
    try (Socket socket = PLAIN.connect(host("tunnel"))) {
      socket
          .getOutputStream()
          .write(
              "GET /chat HTTP/1.1\r\nHost: %s\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n"
                  .formatted(host("tunnel"))
                  .getBytes(StandardCharsets.US_ASCII));
      StringBuilder head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        head.append((char) socket.getInputStream().read());
      }
      assertThat(head).startsWith("HTTP/1.1 101");

      byte[] sent = "any bytes\0".getBytes(StandardCharsets.US_ASCII);
      socket.getOutputStream().write(sent);
      assertThat(socket.getInputStream().readNBytes(sent.length)).isEqualTo(sent);
    }
  }

  @Test
  void grpc_web_is_translated_to_grpc_only_where_a_server_asks_for_it() throws IOException {
    HttpProbe asked = HttpProbe.plain(GRPC_WEB_PORT);
    eventually(() -> asked.get(host("rpc"), "/").status() == 200);

    Answer translated = asked.get(host("rpc"), "/", "content-type: application/grpc-web");

    assertThat(translated.body()).contains("content-type: application/grpc\n", "te: trailers\n");
    assertThat(translated.header("content-type")).isEqualTo("application/grpc-web+proto");
    assertThat(PLAIN.get(host("p"), "/", "content-type: application/grpc-web").body())
        .contains("content-type: application/grpc-web\n");
  }

  @Test
  void neither_tunnels_nor_http_1_0_are_served_and_paths_are_normalized() throws IOException {
    assertThat(status("CONNECT backend.internal:22 HTTP/1.1\r\nHost: " + host("p"))).isEqualTo(404);
    assertThat(status("GET / HTTP/1.0\r\nHost: " + host("p"))).isEqualTo(426);
    assertThat(PLAIN.get(host("p"), "/a/..//b").body()).contains("GET /b\n");
    assertThat(PLAIN.get(host("p"), "/a%2Fb").status()).isEqualTo(307);
    assertThat(PLAIN.get(host("p"), "/").header("server")).isEqualTo("envoy");
    assertThat(PLAIN.get(host("p"), "/", "x-large: " + "x".repeat(70_000)).status()).isEqualTo(431);
  }

  private static int status(String head) throws IOException {
    try (Socket socket = PLAIN.connect(host("p"))) {
      socket.getOutputStream().write((head + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
      return Answer.read(socket.getInputStream()).status();
    }
  }

  @Test
  void both_ip_families_are_served() throws IOException {
    assertThat(installation.probe().at("::1").get(host("simple"), "/").status()).isEqualTo(200);
    assertThat(PLAIN.at("::1").get(host("p"), "/").status()).isEqualTo(200);
  }

  @Test
  void a_client_that_trickles_its_headers_is_sent_away() throws Exception {
    assertThat(slowClient.get(60, TimeUnit.SECONDS).status()).isEqualTo(408);
  }

  /** Begins a request and never ends it; Envoy waits 30 s. */
  private static Answer trickle() {
    try (Socket socket = PLAIN.connect(host("p"))) {
      socket.setSoTimeout(60_000);
      socket
          .getOutputStream()
          .write("GET / HTTP/1.1\r\nHost: ".getBytes(StandardCharsets.US_ASCII));
      return Answer.read(socket.getInputStream());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static int readiness() throws IOException {
    return HttpProbe.plain(bootstrap.readiness()).get("any", "/healthz/ready").status();
  }

  /** The one line of the access log that contains {@code marker}. */
  private static JsonNode logged(String marker) {
    eventually(() -> envoy.accessLog().stream().anyMatch(line -> line.contains(marker)));
    List<String> lines = envoy.accessLog().stream().filter(line -> line.contains(marker)).toList();
    assertThat(lines).hasSize(1);
    return JSON.readTree(lines.get(0));
  }
}
