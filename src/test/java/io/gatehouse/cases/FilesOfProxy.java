package io.gatehouse.cases;

import io.gatehouse.testing.Revocations;
import io.gatehouse.testing.TestKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Files that cases name by {@code ${files}}: there for a real Envoy, wherever the build is. */
final class FilesOfProxy {

  private static final String PLACEHOLDER = "${files}";
  private static final Path DIRECTORY = Path.of("target", "proxy-files").toAbsolutePath();

  private FilesOfProxy() {}

  static String resolve(String input) {
    if (input.contains(PLACEHOLDER)) {
      write("rsa-a.crt", TestKeys.named("rsa-a").certificatePem());
      write("rsa-a.key", TestKeys.named("rsa-a").keyPem());
      write("ec-a.crt", TestKeys.named("ec-a").certificatePem());
      write("keys/ec-a.key", TestKeys.named("ec-a").keyPem());
      write("ca-b.crt", TestKeys.ca("b").certificatePem());
      write("ca-b.crl", Revocations.list(TestKeys.ca("b"), Optional.of(TestKeys.NOT_AFTER), 7));
    }
    return input.replace(PLACEHOLDER, DIRECTORY.toString());
  }

  /** The same in every build. */
  static String placeless(String outcome) {
    return outcome.replace(DIRECTORY.toString(), PLACEHOLDER);
  }

  private static void write(String name, String content) {
    try {
      Path file = DIRECTORY.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
