package io.gatehouse.testing;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The program itself, as a user starts it. */
public final class GatehouseProcess implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private static final List<String> PLAIN =
      List.of(
          "-Xmx256m",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-jar",
          "target/gatehouse.jar");

  private final HttpClient client = HttpClient.newHttpClient();
  private final Process process;
  private final Path log;
  private final int adminPort;

  private GatehouseProcess(Process process, Path log, int adminPort) {
    this.process = process;
    this.log = log;
    this.adminPort = adminPort;
  }

  /**
   * Starts {@code java -jar target/gatehouse.jar} and waits until it is ready.
   *
   * @param directory for its log, to which it appends
   * @param settings properties, without the dashes
   * @param environment variables added to this process's own
   */
  public static GatehouseProcess start(
      Path directory,
      int adminPort,
      int xdsPort,
      Map<String, String> settings,
      Map<String, String> environment) {
    GatehouseProcess started = launch(PLAIN, directory, adminPort, xdsPort, settings, environment);
    started.awaitReady();
    return started;
  }

  /**
   * As {@link #start}, without waiting.
   *
   * @param program the JVM's arguments, up to the jar
   */
  public static GatehouseProcess launch(
      List<String> program,
      Path directory,
      int adminPort,
      int xdsPort,
      Map<String, String> settings,
      Map<String, String> environment) {
    Path log = directory.resolve("gatehouse.log");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(program);
    command.add("--gatehouse.admin.address=127.0.0.1:" + adminPort);
    command.add("--gatehouse.xds.plaintext.address=127.0.0.1:" + xdsPort);
    settings.forEach((name, value) -> command.add("--" + name + "=" + value));
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
      builder.environment().putAll(environment);
      return new GatehouseProcess(builder.start(), log, adminPort);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until readiness says UP. */
  public void awaitReady() {
    await("Gatehouse is ready").atMost(PATIENCE).until(() -> !process.isAlive() || isReady());
    if (!process.isAlive()) {
      throw new IllegalStateException("Gatehouse did not start:\n" + String.join("\n", log()));
    }
  }

  private boolean isReady() {
    try {
      return get("/actuator/health/readiness").statusCode() == 200;
    } catch (UncheckedIOException notListeningYet) {
      return false;
    }
  }

  /** A GET on its admin address. */
  public HttpResponse<String> get(String path) {
    return get(path, "*/*");
  }

  /** A GET on its admin address, of the media type {@code accept}. */
  public HttpResponse<String> get(String path, String accept) {
    try {
      return client.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + adminPort + path))
              .header("Accept", accept)
              .build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Its log so far, from earlier starts in the same directory too. */
  public List<String> log() {
    try {
      return Files.readAllLines(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends it as a crash would. */
  public void kill() {
    process.destroyForcibly();
    Launched.end(process);
  }

  @Override
  public void close() {
    Launched.end(process);
  }
}
