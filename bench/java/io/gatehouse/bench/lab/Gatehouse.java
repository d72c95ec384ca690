package io.gatehouse.bench.lab;

import io.gatehouse.testing.Launched;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The program as {@code ./quickstart} starts it: with {@code tools/jvm.flags}. */
public final class Gatehouse implements AutoCloseable {

  /** Where it serves xDS. */
  public static final String XDS = "127.0.0.1:15010";

  private static final String ADMIN = "http://127.0.0.1:15080";
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Path FLAGS = Path.of("tools", "jvm.flags");

  private final Process process;
  private final GcLog gcLog;
  private double readyMillis;

  private Gatehouse(Process process, GcLog gcLog) {
    this.process = process;
    this.gcLog = gcLog;
  }

  /**
   * Starts it and waits until it is ready.
   *
   * @param folder for its logs
   * @param heapMib what it needs; has no effect below what the flags give it
   * @param settings properties, without the dashes
   * @param environment added to this process's own
   */
  static Gatehouse start(
      Path folder, int heapMib, Map<String, String> settings, Map<String, String> environment)
      throws IOException, InterruptedException {
    Path gc = folder.resolve("gc.log");
    Files.deleteIfExists(gc);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("@" + FLAGS);
    command.add("-Xlog:gc:file=" + gc + "::filecount=0");
    if (heapMib > heapOfFlags()) {
      command.add("-Xmx" + heapMib + "m");
    }
    command.addAll(List.of("-jar", "target/gatehouse/gatehouse.jar"));
    settings.forEach((name, value) -> command.add("--" + name + "=" + value));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("gatehouse.log").toFile());
    builder.environment().putAll(environment);
    long began = System.nanoTime();
    Gatehouse started = new Gatehouse(builder.start(), new GcLog(gc));
    try {
      started.awaitReady(began);
    } catch (IllegalStateException | InterruptedException e) {
      started.close();
      throw e;
    }
    return started;
  }

  /** Where they leave it to the JVM, that is left alone. */
  private static int heapOfFlags() throws IOException {
    return Files.readAllLines(FLAGS).stream()
        .filter(line -> line.matches("-Xmx\\d+m"))
        .mapToInt(line -> Integer.parseInt(line.replaceAll("\\D", "")))
        .max()
        .orElse(Integer.MAX_VALUE);
  }

  private void awaitReady(long began) throws InterruptedException {
    while (!isReady()) {
      if (!process.isAlive() || System.nanoTime() - began > PATIENCE.toNanos()) {
        throw new IllegalStateException("Gatehouse is not ready: its log tells why.");
      }
      TimeUnit.MILLISECONDS.sleep(5);
    }
    readyMillis = (System.nanoTime() - began) / 1e6;
  }

  private static boolean isReady() {
    try {
      get("/actuator/health/readiness");
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  /** Whether an Envoy of that node id is connected, as it tells itself. */
  public boolean isConnected(String nodeId) throws IOException {
    return get("/api/v1/proxies").contains("\"" + nodeId + "\"");
  }

  private static String get(String path) throws IOException {
    try (InputStream body = URI.create(ADMIN + path).toURL().openStream()) {
      return new String(body.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** From its start to its being ready. */
  public double readyMillis() {
    return readyMillis;
  }

  /** Waits until it has done what it had to, its log included. */
  public void awaitIdle() throws InterruptedException {
    long before;
    do {
      before = figures().cpuMillis();
      TimeUnit.MILLISECONDS.sleep(400);
    } while (figures().cpuMillis() - before > 20);
  }

  public ProcessFigures figures() {
    return new ProcessFigures(process.pid());
  }

  public GcLog gcLog() {
    return gcLog;
  }

  /** What is in the heap after all that can be collected has been, in MiB. */
  public int liveHeapMib() throws IOException, InterruptedException {
    long before = fullCollections();
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    new ProcessBuilder(jcmd, Long.toString(process.pid()), "GC.run")
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
    while (fullCollections() == before) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
    List<GcLog.Pause> all = gcLog.pauses().stream().filter(GcLog.Pause::full).toList();
    return all.get(all.size() - 1).leftMib();
  }

  private long fullCollections() {
    return gcLog.pauses().stream().filter(GcLog.Pause::full).count();
  }

  /** Ends it as a crash would. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    Launched.end(process);
  }
}
