package io.gatehouse.cases;

import io.gatehouse.testing.TestKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A behaviour.
 *
 * @param directory named by it, as a phrase
 */
record GoldenCase(Path directory) {

  private static final Path CASES = Path.of("src/test/resources/cases");

  static Stream<GoldenCase> all() {
    try (Stream<Path> directories = Files.list(CASES)) {
      return directories.filter(Files::isDirectory).sorted().map(GoldenCase::new).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code input.yaml}, with the bytes of the keys that it names. */
  String input() {
    return read("input.yaml")
        .map(TestKeys::resolve)
        .map(FilesOfProxy::resolve)
        .orElseThrow(() -> new IllegalStateException("no input.yaml in " + directory));
  }

  /** What is expected; empty where the file is not there yet. */
  Optional<String> read(String file) {
    try {
      Path path = directory.resolve(file);
      return Files.exists(path) ? Optional.of(Files.readString(path)) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void write(String file, String content) {
    try {
      Files.writeString(directory.resolve(file), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The behaviour. */
  @Override
  public String toString() {
    return directory.getFileName().toString().replace('-', ' ');
  }
}
