package io.gatehouse.seed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.gatehouse.seed.SeedDocument.Command;
import io.gatehouse.testing.GatehouseProcess;
import io.gatehouse.testing.KubeApi;
import io.gatehouse.testing.Launched;
import io.gatehouse.testing.Tools;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Walks the task "Secure Gateways" as it is written: each command of a copy of the document, in
 * order, against a real API server, a stock Envoy and httpbin.
 *
 * <p>One command is replaced: {@code kubectl logs}, since it asks a kubelet for a container's
 * output and the containers here are processes. Gatehouse's own log is read instead.
 */
class SeedWalkIT {

  /** Between a command and its effect; far above what it takes, for machines that are busy. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final String INGRESS_HOST = "10.244.0.1";

  /** What each {@code curl} of the document is to do, in order. */
  private final Deque<Outcome> outcomes =
      new ArrayDeque<>(
          List.of(
              Outcome.says("HTTP/2 418"),
              Outcome.says("-=[ teapot ]=-"),
              Outcome.failsWith("TLS alert"),
              Outcome.says("HTTP/2 200"),
              Outcome.says("-=[ teapot ]=-"),
              Outcome.failsWith("certificate required"),
              Outcome.says("-=[ teapot ]=-")));

  private record Outcome(boolean succeeds, String text) {
    static Outcome says(String text) {
      return new Outcome(true, text);
    }

    static Outcome failsWith(String text) {
      return new Outcome(false, text);
    }
  }

  private record Result(int exit, String output) {}

  private final Deque<AutoCloseable> running = new ArrayDeque<>();

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path directory;

  private KubeApi kube;
  private GatehouseProcess gatehouse;

  @AfterEach
  void stop() throws Exception {
    while (!running.isEmpty()) {
      running.pop().close();
    }
  }

  @Test
  void everyCommandOfTheTaskDoesWhatItSays() throws Exception {
    beforeYouBegin();

    for (Command command : SeedDocument.commands(seed())) {
      if (command.text().startsWith("kubectl logs")) {
        theLogTellsOfTheSecrets();
      } else if (command.text().startsWith("curl --version")) {
        // For macOS users: elsewhere curl is not built with LibreSSL, and grep finds nothing.
        run(command.text());
      } else if (command.text().startsWith("curl")) {
        await(command.text())
            .atMost(PATIENCE)
            .untilAsserted(() -> assertOutcome(outcomes.peek(), run(command.text())));
        outcomes.pop();
      } else {
        Result result = run(command.text());
        assertThat(result.exit()).as("%s%n%s", command.text(), result.output()).isZero();
      }
    }

    assertThat(outcomes).as("curl commands that are not in the document").isEmpty();
    everythingIsWithdrawn();
  }

  private void beforeYouBegin() throws IOException {
    kube = KubeApi.start(directory.resolve("kube"));
    running.push(kube);
    kube.apply(Path.of("k8s", "crds"));
    kube.apply(Path.of("src", "test", "resources", "seed", "before-you-begin.yaml"));
    gatehouse =
        GatehouseProcess.start(
            directory,
            15080,
            15010,
            Map.of(
                "gatehouse.source",
                "kubernetes",
                "gatehouse.xds.plaintext.enabled",
                "true",
                "spring.main.banner-mode",
                "off"),
            Map.of("KUBECONFIG", kube.kubeconfig().toString()));
    running.push(gatehouse);
    Kubelet kubelet = new Kubelet(kube.client(), this::container);
    running.push(kubelet);
    kubelet.start();
    Files.createDirectories(directory.resolve("walk"));
    await("the gateway has started")
        .atMost(Duration.ofSeconds(60))
        .until(() -> gatehouse.get("/api/v1/proxies").body().contains("ingressgateway"));
    await("httpbin has started")
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                run("curl -sSf http://10.244.1.1:8080/status/200 || curl -sSf http://10.244.1.2:8080/status/200")
                        .exit()
                    == 0);
  }

  private AutoCloseable container(String image, String podIp) {
    return switch (image) {
      case "envoy" ->
          Launched.start(
              directory.resolve("envoy.log"),
              Tools.bring("envoy").toString(),
              "--config-path",
              "envoy-bootstrap/envoy.yaml");
      case "httpbin" ->
          Launched.start(
              directory.resolve("httpbin.log"),
              Tools.bring("httpbin").toString(),
              "--bind",
              podIp + ":8080");
      case "istio/examples-helloworld-v1" -> helloWorld(podIp);
      default -> throw new IllegalArgumentException("no such image: " + image);
    };
  }

  private static AutoCloseable helloWorld(String podIp) {
    try {
      HttpServer server = HttpServer.create(new InetSocketAddress(podIp, 5000), 0);
      server.createContext(
          "/hello",
          exchange -> {
            byte[] hello = "Hello version: v1\n".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, hello.length);
            exchange.getResponseBody().write(hello);
            exchange.close();
          });
      server.start();
      return () -> server.stop(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void assertOutcome(Outcome expected, Result result) {
    assertThat(result.exit() == 0).as(result.output()).isEqualTo(expected.succeeds());
    assertThat(result.output()).contains(expected.text());
  }

  /** What the document's troubleshooting section expects of the gateway agent's log. */
  private void theLogTellsOfTheSecrets() {
    String log = String.join("\n", gatehouse.log());
    assertThat(log)
        .contains("secret istio-system/httpbin-credential added")
        .contains("resource=httpbin-credential ")
        .contains("resource=httpbin-credential-cacert ");
  }

  /** After the cleanup nothing of the task is served. */
  private void everythingIsWithdrawn() {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(run("curl -sS -k https://%s:8443/".formatted(INGRESS_HOST)).output())
                    .contains("Couldn't connect"));
    assertThat(gatehouse.get("/api/v1/gateways").body()).doesNotContain("mygateway");
    assertThat(gatehouse.get("/api/v1/credentials").body()).doesNotContain("credential");
  }

  private Result run(String command) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder("bash", "-c", command)
            .directory(directory.resolve("walk").toFile())
            .redirectErrorStream(true);
    builder.environment().put("KUBECONFIG", kube.kubeconfig().toString());
    builder.environment().put("INGRESS_HOST", INGRESS_HOST);
    builder.environment().put("SECURE_INGRESS_PORT", "8443");
    builder
        .environment()
        .merge(
            "PATH",
            Tools.bring("kubectl").getParent().toString(),
            (path, kubectl) -> kubectl + File.pathSeparator + path);
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Result(process.waitFor(), output);
  }

  private static String seed() throws IOException {
    return Files.readString(Path.of("src", "test", "resources", "seed", "secure-gateways.md"));
  }
}
