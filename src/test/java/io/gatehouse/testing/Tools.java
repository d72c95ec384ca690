package io.gatehouse.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What {@code tools/bring} brings. */
public final class Tools {

  private static final Map<String, Path> BROUGHT = new ConcurrentHashMap<>();

  private Tools() {}

  /** Path of {@code thing}, as {@code tools/bring} names it; built or downloaded where absent. */
  public static Path bring(String thing) {
    return BROUGHT.computeIfAbsent(thing, Tools::brought);
  }

  private static Path brought(String thing) {
    try {
      Process bring =
          new ProcessBuilder("tools/bring", thing)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      String path = new String(bring.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (bring.waitFor() != 0) {
        throw new IllegalStateException("tools/bring " + thing + " failed");
      }
      return Path.of(path.strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
