package io.gatehouse.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.stream.Collectors;

/** What a run's figures depend on, apart from what is measured. */
final class Machine {

  private Machine() {}

  static Row row() throws IOException {
    return new Row()
        .with("date", Instant.now().truncatedTo(ChronoUnit.MINUTES).toString())
        .with("commit", commit())
        .with("cores", Runtime.getRuntime().availableProcessors())
        .with("processor", field("/proc/cpuinfo", "model name"))
        .with("memory", field("/proc/meminfo", "MemTotal"))
        .with("load", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage())
        .with("JVM", System.getProperty("java.vm.version"))
        .with("flags", flags());
  }

  private static String field(String file, String name) throws IOException {
    return Files.readAllLines(Path.of(file)).stream()
        .filter(line -> line.startsWith(name))
        .findFirst()
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .orElse("-");
  }

  /** Those that Gatehouse is started with. */
  private static String flags() throws IOException {
    return Files.readAllLines(Path.of("tools", "jvm.flags")).stream()
        .filter(line -> line.startsWith("-"))
        .collect(Collectors.joining(" "));
  }

  private static String commit() throws IOException {
    Process git =
        new ProcessBuilder("git", "describe", "--always", "--dirty")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    byte[] said = git.getInputStream().readAllBytes();
    return said.length == 0 ? "-" : new String(said, StandardCharsets.US_ASCII).strip();
  }
}
