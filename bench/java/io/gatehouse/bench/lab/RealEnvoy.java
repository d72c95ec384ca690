package io.gatehouse.bench.lab;

import io.gatehouse.testing.Tools;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A stock Envoy with the bootstrap that users are given. */
public final class RealEnvoy implements AutoCloseable {

  private final Process process;

  private RealEnvoy(Process process) {
    this.process = process;
  }

  /**
   * Starts one.
   *
   * @param folder for its log
   */
  static RealEnvoy start(Path folder) throws IOException {
    return new RealEnvoy(
        new ProcessBuilder(
                Tools.bring("envoy").toString(),
                "--config-path",
                "envoy-bootstrap/envoy.yaml",
                "--disable-hot-restart",
                "--log-level",
                "warning")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("envoy.log").toFile())
            .start());
  }

  /** Waits until it serves any certificate for a host. */
  public void awaitServed(String host) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (System.nanoTime() < end) {
      try {
        Handshake.commonName(host);
        return;
      } catch (IOException notYet) {
        TimeUnit.MILLISECONDS.sleep(20);
      }
    }
    throw new IllegalStateException("Envoy does not serve " + host + ": its log tells why.");
  }

  /** The sum of all counters whose names match. */
  public long counter(String regex) throws IOException {
    String filter = URLEncoder.encode(regex, StandardCharsets.UTF_8);
    URI stats = URI.create("http://127.0.0.1:15000/stats?filter=" + filter);
    try (InputStream body = stats.toURL().openStream()) {
      String text = new String(body.readAllBytes(), StandardCharsets.UTF_8);
      return text.lines()
          .mapToLong(line -> Long.parseLong(line.substring(line.lastIndexOf(' ') + 1)))
          .sum();
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
