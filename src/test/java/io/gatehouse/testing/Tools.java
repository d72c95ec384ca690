package io.gatehouse.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Brings what integration tests run or read, by {@code tools/bring} at the project's root. */
public final class Tools {

  private Tools() {}

  /** Where {@code thing} is on this machine; downloaded or built where it was not yet. */
  public static Path bring(String thing) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(root().resolve("tools/bring").toString(), thing)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String path = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("tools/bring " + thing + " failed; it says why above");
    }
    return Path.of(path.strip());
  }

  private static Path root() throws IOException {
    Path here = Path.of("").toAbsolutePath();
    return Stream.iterate(here, directory -> directory != null, Path::getParent)
        .filter(directory -> Files.isExecutable(directory.resolve("tools/bring")))
        .findFirst()
        .orElseThrow(() -> new IOException("no tools/bring in " + here + " or above it"));
  }
}
