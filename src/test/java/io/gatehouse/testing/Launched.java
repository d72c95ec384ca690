package io.gatehouse.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A process that ends with its test. */
public final class Launched implements AutoCloseable {

  private final Process process;

  private Launched(Process process) {
    this.process = process;
  }

  /** Starts {@code command}; what it prints goes to {@code log}. */
  public static Launched start(Path log, String... command) {
    try {
      return new Launched(
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    end(process);
  }

  /** Ends any process: asked to, and made to where that does not help within 20 seconds. */
  public static void end(Process process) {
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
