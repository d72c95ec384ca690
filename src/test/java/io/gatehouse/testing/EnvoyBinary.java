package io.gatehouse.testing;

import java.io.IOException;
import java.nio.file.Path;

/** Stock Envoys for tests, brought by {@code tools/bring}. */
public final class EnvoyBinary {

  private EnvoyBinary() {}

  /**
   * The Envoy of that release; downloaded once where it is not there.
   *
   * @param version for example {@code 1.40.0}
   */
  public static Path of(String version) throws IOException, InterruptedException {
    Process bring =
        new ProcessBuilder("tools/bring", "envoy@" + version)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String path = new String(bring.getInputStream().readAllBytes()).strip();
    if (bring.waitFor() != 0 || path.isEmpty()) {
      throw new IllegalStateException("tools/bring found no Envoy " + version);
    }
    return Path.of(path);
  }
}
