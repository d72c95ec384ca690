package io.gatehouse.e2e;

import static io.gatehouse.e2e.Installation.eventually;
import static io.gatehouse.e2e.Installation.eventuallyAsserted;
import static io.gatehouse.e2e.Installation.host;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gatehouse.testing.Certificates;
import io.gatehouse.testing.EnvoyProcess;
import io.gatehouse.testing.FreePorts;
import io.gatehouse.testing.HttpProbe;
import io.gatehouse.testing.IssuedCertificate;
import io.gatehouse.testing.KeyType;
import io.gatehouse.testing.LineClient;
import io.gatehouse.testing.LineServer;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connections are forwarded: in the clear, out of TLS, and as TLS. */
class TcpAndTlsIT {

  private static final int CONNECTIONS = 400;

  @TempDir static Path directory;
  private static final int TCP_PORT = FreePorts.next();
  private static final int TERMINATED_PORT = FreePorts.next();
  private static final IssuedCertificate LEFT = certificate("left");
  private static final IssuedCertificate RIGHT = certificate("right");
  private static final LineServer A = LineServer.start("a");
  private static final LineServer B = LineServer.start("b");
  private static final LineServer C = LineServer.start("c");
  private static final LineServer TLS_LEFT = LineServer.tls("left", LEFT);
  private static final LineServer TLS_RIGHT = LineServer.tls("right", RIGHT);
  private static Installation installation;
  private static EnvoyProcess envoy;

  @BeforeAll
  static void start() throws IOException {
    installation = Installation.start(directory, Map.of());
    envoy = installation.startEnvoy();
    Manifests manifests = installation.manifests();
    manifests.put(
        "backends",
        Manifests.service("a", "tcp", A.port()),
        Manifests.service("b", "tcp", B.port()),
        Manifests.service("c", "tcp", C.port()),
        Manifests.service("left", "tls", TLS_LEFT.port()),
        Manifests.service("right", "tls", TLS_RIGHT.port()));
    installation.putGoodHost("neighbour");
    for (String name : List.of("left", "right")) {
      manifests.put(
          name,
          gateway(name, Manifests.Server.passthrough(installation.tlsPort()), host(name)),
          Manifests.connections(
              "default/" + name,
              host(name),
              "tls: [{match: [{sniHosts: [%s]}], route: [%s]}]"
                  .formatted(host(name), to(name, 1))));
    }
    manifests.put(
        "terminated",
        Manifests.keyPair("istio-system/terminated", certificate("terminated")),
        gateway(
            "terminated", Manifests.Server.tls(TERMINATED_PORT, "terminated"), host("terminated")),
        tcp("terminated", host("terminated"), to("a", 1)));
    manifests.put("tcp", gateway("tcp", Manifests.Server.tcp(TCP_PORT), "*"));
    route(to("a", 1));
    eventuallyAsserted(
        () -> {
          assertThat(installation.status("neighbour")).isEqualTo(200);
          assertThat(answering(passed(), "left")).isEqualTo("left");
          assertThat(answering(passed(), "right")).isEqualTo("right");
          assertThat(answering(terminated(), "terminated")).isEqualTo("a");
          assertThat(answering(tcp(), "any")).isEqualTo("a");
        });
  }

  @AfterAll
  static void stop() throws IOException {
    installation.close();
    for (LineServer server : List.of(A, B, C, TLS_LEFT, TLS_RIGHT)) {
      server.close();
    }
  }

  @Test
  void passed_through_each_backend_shows_its_own_certificate_beside_https_on_the_port()
      throws IOException {
    assertThat(serial("left")).isEqualTo(1);
    assertThat(serial("right")).isEqualTo(2);
    try (LineClient client = new LineClient(passed().connect(host("right")))) {
      assertThat(client.say("hello")).isEqualTo("hello");
    }
    assertThat(installation.status("neighbour")).isEqualTo(200);
  }

  @Test
  void passed_through_a_server_name_without_route_is_refused() {
    assertThatThrownBy(() -> passed().connect(host("unknown")))
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(SocketTimeoutException.class);
  }

  @Test
  void terminated_what_is_inside_is_forwarded_and_no_protocol_is_negotiated() throws IOException {
    try (Socket socket = terminated().connect(host("terminated"), "h2", "http/1.1");
        LineClient client = new LineClient(socket)) {
      assertThat(client.say("hello")).isEqualTo("hello");
      assertThat(((SSLSocket) socket).getApplicationProtocol()).isEmpty();
    }
    assertThatThrownBy(() -> terminated().connect(host("unknown"))).isInstanceOf(IOException.class);
  }

  @Test
  void connections_are_shared_by_weight() throws IOException {
    route(to("a", 1) + ", " + to("b", 3));
    eventually(() -> answering(tcp(), "any").equals("b"));
    int toA = 0;
    for (int i = 0; i < CONNECTIONS; i++) {
      toA += answering(tcp(), "any").equals("a") ? 1 : 0;
    }
    double sigma = Math.sqrt(CONNECTIONS * 0.25 * 0.75);
    assertThat((double) toA).isCloseTo(CONNECTIONS * 0.25, within(3 * sigma));
  }

  @Test
  void a_change_of_routes_loses_no_connection_open_or_new() throws Exception {
    route(to("a", 1));
    eventually(() -> answering(tcp(), "any").equals("a"));
    List<LineClient> open = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      open.add(new LineClient(tcp().connect("any")));
    }
    AtomicBoolean done = new AtomicBoolean();
    ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
    ExecutorService newcomers = Executors.newSingleThreadExecutor();
    Future<?> arriving = newcomers.submit(() -> arrive(done, failures));
    try (Visitor neighbour = Visitor.staying(installation.probe(), host("neighbour"))) {
      for (String next : List.of("c", "b", "c")) {
        route(to(next, 1));
        eventually(() -> answering(tcp(), "any").equals(next));
      }
      neighbour.assertUndisturbed();
    }
    done.set(true);
    arriving.get();
    newcomers.shutdown();

    assertThat(failures).isEmpty();
    for (LineClient client : open) {
      assertThat(client.say("still here")).isEqualTo("still here");
      client.close();
    }
    assertThat(envoy.refusals()).isEmpty();
  }

  private static void arrive(AtomicBoolean done, ConcurrentLinkedQueue<String> failures) {
    while (!done.get()) {
      try {
        answering(tcp(), "any");
      } catch (IOException e) {
        failures.add(e.toString());
      }
    }
  }

  private static String answering(HttpProbe probe, String name) throws IOException {
    try (LineClient client = new LineClient(probe.connect(host(name)))) {
      return client.name();
    }
  }

  private static long serial(String name) throws IOException {
    return Installation.serial(passed(), name);
  }

  private static HttpProbe passed() {
    return HttpProbe.tls(installation.tlsPort(), Installation.CA);
  }

  private static HttpProbe terminated() {
    return HttpProbe.tls(TERMINATED_PORT, Installation.CA);
  }

  private static HttpProbe tcp() {
    return HttpProbe.plain(TCP_PORT);
  }

  private static void route(String destinations) {
    installation.manifests().put("tcp-routes", tcp("tcp", "*", destinations));
  }

  private static String tcp(String name, String host, String destinations) {
    return Manifests.connections("default/" + name, host, "tcp: [{route: [" + destinations + "]}]");
  }

  private static String gateway(String name, Manifests.Server server, String host) {
    return Manifests.gateway("default/" + name, Manifests.INGRESS, server, host);
  }

  private static String to(String service, int weight) {
    return "{destination: {host: %s, port: {number: 80}}, weight: %d}".formatted(service, weight);
  }

  private static IssuedCertificate certificate(String name) {
    return Certificates.leaf(host(name))
        .issuedBy(Installation.CA)
        .key(KeyType.ec("P-256"))
        .serial(name.equals("left") ? 1 : 2)
        .issue();
  }
}
