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
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every option of {@code gatehouse.edge} at another value than its default. */
class EdgeOptionsIT {

  private static final IssuedCertificate LEAF = TestKeys.named("ec-a");
  private static final byte[] NO_HEADER = {};
  private static final byte[] FROM_A_BALANCER =
      "PROXY TCP4 192.0.2.77 192.0.2.1 40000 443\r\n".getBytes(StandardCharsets.US_ASCII);

  @TempDir static Path directory;

  private static Installation installation;
  private static EnvoyProcess envoy;

  /** An Envoy that speaks HTTP/3 to the gateway, and HTTP/1.1 to us. */
  private static EnvoyProcess http3Client;

  private static final int HTTP3_CLIENT_PORT = FreePorts.next();

  @BeforeAll
  static void start() throws IOException {
    installation =
        Installation.start(
            directory,
            Map.of(
                "gatehouse.edge.trusted-hops", "1",
                "gatehouse.edge.access-log", "off",
                "gatehouse.edge.proxy-protocol", "on",
                "gatehouse.edge.stream-idle-timeout", "0s",
                "gatehouse.edge.http3.enabled", "true"));
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
            Manifests.site("mutual", Manifests.Server.mutual(installation.tlsPort(), "mutual")));
    envoy = installation.startEnvoy();
    Path ca = Files.writeString(directory.resolve("ca.pem"), CA.certificatePem());
    http3Client =
        installation.startEnvoy(
            "client",
            launch ->
                launch.bootstrap(
                    HTTP3_CLIENT.formatted(
                        HTTP3_CLIENT_PORT, installation.tlsPort(), host("simple"), ca)));
    await("the first configuration")
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(() -> balanced("simple").status() == 200);
  }

  @AfterAll
  static void stop() {
    installation.close();
  }

  @Test
  void the_address_that_the_balancer_tells_is_the_clients() throws IOException {
    assertThat(balanced("simple").body())
        .contains("x-forwarded-for: 192.0.2.77\n", "x-envoy-external-address: 192.0.2.77\n");
  }

  @Test
  void a_connection_that_does_not_say_where_it_comes_from_is_closed() {
    assertThatThrownBy(() -> get(NO_HEADER, "simple")).isInstanceOf(IOException.class);
  }

  @Test
  void the_last_address_before_the_trusted_hop_is_the_clients() throws IOException {
    assertThat(balanced("simple", "x-forwarded-for: 192.0.2.1, 192.0.2.2").body())
        .contains("x-forwarded-for: 192.0.2.1, 192.0.2.2,192.0.2.77\n")
        .contains("x-envoy-external-address: 192.0.2.2\n");
  }

  @Test
  void no_access_log_is_written() throws IOException {
    balanced("simple");

    assertThat(envoy.accessLog()).isEmpty();
    assertThat(envoy.admin("/config_dump?resource=dynamic_listeners"))
        .contains("proxy_protocol")
        .doesNotContain("access_loggers");
  }

  @Test
  void clients_are_told_of_http_3_where_it_can_be_had() throws IOException {
    eventually(() -> balanced("mutual").status() == 200);

    assertThat(balanced("simple").header("alt-svc"))
        .isEqualTo("h3=\":%d\"; ma=86400".formatted(installation.tlsPort()));
    assertThat(balanced("mutual").header("alt-svc")).isEmpty();
  }

  @Test
  void http_3_is_served_on_the_same_port_as_new_hosts_come() throws IOException {
    eventuallyAsserted(() -> assertThat(overHttp3("simple").status()).isEqualTo(200));
    long before = envoy.stat("listener_manager.listener_in_place_updated");

    installation.putGoodHost("added");

    eventually(() -> balanced("added").status() == 200);
    assertThat(overHttp3("simple").status()).isEqualTo(200);
    assertThat(overHttp3("simple").header("alt-svc")).startsWith("h3=");
    // The client's connection is for simple.example.com.
    assertThat(overHttp3("added").status()).isEqualTo(421);
    assertThat(envoy.stat("listener_manager.listener_in_place_updated"))
        .as("TCP and UDP")
        .isEqualTo(before + 2);
    assertThat(http3Client.stat("cluster.gateway.upstream_cx_http3_total")).isEqualTo(1);
    assertThat(http3Client.stat("cluster.gateway.upstream_cx_destroy")).isZero();
    assertThat(envoy.refusals()).isEmpty();
  }

  private static Answer balanced(String name, String... headers) throws IOException {
    return get(FROM_A_BALANCER, name, headers);
  }

  private static Answer get(byte[] preamble, String name, String... headers) throws IOException {
    HttpProbe probe = HttpProbe.tls(installation.tlsPort(), CA, TestKeys.named("rsa-b"));
    try (Socket socket = probe.connect(host(name), preamble)) {
      return HttpProbe.get(socket, host(name), "/", headers);
    }
  }

  private static Answer overHttp3(String name) throws IOException {
    return HttpProbe.plain(HTTP3_CLIENT_PORT).get(host(name), "/");
  }

  private static final String HTTP3_CLIENT =
      """
      admin: {address: {socket_address: {address: 127.0.0.1, port_value: 0}}}
      static_resources:
        listeners:
        - address: {socket_address: {address: 127.0.0.1, port_value: %d}}
          filter_chains:
          - filters:
            - name: envoy.filters.network.http_connection_manager
              typed_config:
                "@type": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
                stat_prefix: client
                route_config:
                  virtual_hosts:
                  - name: gateway
                    domains: ["*"]
                    routes: [{match: {prefix: /}, route: {cluster: gateway}}]
                http_filters:
                - name: envoy.filters.http.router
                  typed_config:
                    "@type": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router
        clusters:
        - name: gateway
          type: STATIC
          load_assignment:
            cluster_name: gateway
            endpoints:
            - lb_endpoints:
              - endpoint: {address: {socket_address: {address: 127.0.0.1, port_value: %d}}}
          transport_socket:
            name: envoy.transport_sockets.quic
            typed_config:
              "@type": type.googleapis.com/envoy.extensions.transport_sockets.quic.v3.QuicUpstreamTransport
              upstream_tls_context:
                sni: %s
                common_tls_context: {validation_context: {trusted_ca: {filename: %s}}}
          typed_extension_protocol_options:
            envoy.extensions.upstreams.http.v3.HttpProtocolOptions:
              "@type": type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions
              explicit_http_config: {http3_protocol_options: {}}
      """;
}
