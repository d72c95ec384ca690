package io.gatehouse.e2e;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.gatehouse.testing.EchoServer;
import io.gatehouse.testing.EnvoyProcess;
import io.gatehouse.testing.FreePorts;
import io.gatehouse.testing.GatehouseProcess;
import io.gatehouse.testing.HttpProbe;
import io.gatehouse.testing.IssuedCertificate;
import io.gatehouse.testing.TestKeys;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLSocket;
import org.awaitility.core.ThrowingRunnable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Gatehouse on a directory of manifests, an upstream, and stock Envoys. */
final class Installation implements AutoCloseable {

  /** Below the 15 s after which Envoy gives up waiting for a secret. */
  static final Duration PATIENCE = Duration.ofSeconds(14);

  /** Who issues the certificates of healthy hosts. */
  static final IssuedCertificate CA = TestKeys.ca("a");

  private static final IssuedCertificate LEAF = TestKeys.named("ec-a");

  private static final JsonMapper JSON = JsonMapper.shared();

  private final Path directory;
  private final Manifests manifests;
  private final EchoServer upstream = EchoServer.start("upstream");
  private final Deque<EnvoyProcess> envoys = new ArrayDeque<>();
  private final int adminPort = FreePorts.next();
  private final int xdsPort = FreePorts.next();
  private final int tlsPort = FreePorts.next();
  private GatehouseProcess gatehouse;

  private Installation(Path directory) throws IOException {
    this.directory = directory;
    this.manifests = new Manifests(Files.createDirectory(directory.resolve("manifests")));
  }

  /**
   * Starts Gatehouse on a directory with no other manifests than the upstream's.
   *
   * @param settings properties, without the dashes
   */
  static Installation start(Path directory, Map<String, String> settings) throws IOException {
    return start(directory, settings, Map.of());
  }

  /** Starts Gatehouse, which by its settings and environment may read something else. */
  static Installation start(
      Path directory, Map<String, String> settings, Map<String, String> environment)
      throws IOException {
    Installation started = new Installation(directory);
    started.manifests.put("upstream", Manifests.upstream(started.upstream.port()));
    started.startGatehouse(settings, environment);
    return started;
  }

  void startGatehouse(Map<String, String> settings) {
    startGatehouse(settings, Map.of());
  }

  private void startGatehouse(Map<String, String> settings, Map<String, String> environment) {
    Map<String, String> all = new HashMap<>(settings);
    all.put("gatehouse.files.directory", manifests.directory().toString());
    gatehouse = GatehouseProcess.start(directory, adminPort, xdsPort, all, environment);
  }

  /** Ends Gatehouse without a word. */
  void crash() {
    gatehouse.kill();
  }

  /** An Envoy of the ingress gateway. */
  EnvoyProcess startEnvoy() {
    return startEnvoy("ingressgateway", envoy -> envoy);
  }

  /**
   * An Envoy of the ingress gateway, unless {@code change} makes it another's.
   *
   * @param id of its node
   */
  EnvoyProcess startEnvoy(String id, UnaryOperator<EnvoyProcess.Launch> change) {
    EnvoyProcess.Launch ingress =
        EnvoyProcess.of(directory.resolve("envoy-" + id), xdsPort)
            .node(id)
            .gateway("istio-system", Map.of("istio", "ingressgateway"));
    EnvoyProcess envoy = change.apply(ingress).start();
    envoys.push(envoy);
    return envoy;
  }

  Manifests manifests() {
    return manifests;
  }

  GatehouseProcess gatehouse() {
    return gatehouse;
  }

  int xdsPort() {
    return xdsPort;
  }

  /** A port for TLS servers. */
  int tlsPort() {
    return tlsPort;
  }

  /** The host of that name, as clients see it that trust {@link #CA}. */
  HttpProbe probe() {
    return HttpProbe.tls(tlsPort, CA);
  }

  /** {@code <name>.example.com}, with a Secret of its own that is good. */
  void putGoodHost(String name) {
    manifests.put(
        name,
        Manifests.keyPair("istio-system/" + name, LEAF),
        Manifests.site(name, Manifests.Server.simple(tlsPort, name)));
  }

  /** What {@code https://<name>.example.com/} answers on a new connection. */
  int status(String name) throws IOException {
    return probe().get(host(name), "/").status();
  }

  /** The serial number of the certificate that {@code <name>.example.com} shows. */
  long serial(String name) throws IOException {
    return serial(probe(), name);
  }

  static long serial(HttpProbe probe, String name) throws IOException {
    try (Socket socket = probe.connect(host(name))) {
      X509Certificate certificate =
          (X509Certificate) ((SSLSocket) socket).getSession().getPeerCertificates()[0];
      return certificate.getSerialNumber().longValueExact();
    }
  }

  static String host(String name) {
    return name + ".example.com";
  }

  /** The JSON at {@code path} of the REST interface. */
  JsonNode api(String path) {
    return JSON.readTree(gatehouse.get("/api/v1/" + path).body());
  }

  /** A connection to the host of that name is ended by Envoy, not by the client's patience. */
  static void assertClosed(HttpProbe client, String name) {
    assertThatThrownBy(() -> client.get(host(name), "/"))
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(SocketTimeoutException.class);
  }

  /** Waits until {@code condition} holds; connections that fail are tried again. */
  static void eventually(Callable<Boolean> condition) {
    await().atMost(PATIENCE).ignoreExceptionsInstanceOf(IOException.class).until(condition);
  }

  /** Waits until {@code assertion} holds; connections that fail are tried again. */
  static void eventuallyAsserted(ThrowingRunnable assertion) {
    await().atMost(PATIENCE).ignoreExceptionsInstanceOf(IOException.class).untilAsserted(assertion);
  }

  @Override
  public void close() {
    envoys.forEach(EnvoyProcess::close);
    gatehouse.close();
    upstream.close();
  }
}
