package io.gatehouse.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Which Envoy tests run: {@code $ENVOY}, else what {@code tools/bring envoy} brings. */
final class EnvoyBinary {

  private static final String PATH =
      Optional.ofNullable(System.getenv("ENVOY")).orElseGet(EnvoyBinary::brought);

  private EnvoyBinary() {}

  static String path() {
    return PATH;
  }

  private static String brought() {
    try {
      Process bring =
          new ProcessBuilder("tools/bring", "envoy")
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      String path =
          new String(bring.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
      if (bring.waitFor() != 0) {
        throw new IllegalStateException("tools/bring envoy failed");
      }
      return path;
    } catch (IOException e) {
      throw new IllegalStateException("no Envoy: set ENVOY", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
