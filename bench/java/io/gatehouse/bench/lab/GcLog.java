package io.gatehouse.bench.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A log that a JVM writes with {@code -Xlog:gc}, whichever its collector is. */
public record GcLog(Path file) {

  private static final Pattern PAUSE =
      Pattern.compile("Pause (\\w+).* \\d+M->(\\d+)M\\(\\d+M\\) ([\\d.]+)ms");

  /**
   * One stop of the program.
   *
   * @param full whether all of the heap was collected
   * @param leftMib what was left in the heap
   */
  public record Pause(boolean full, int leftMib, double millis) {}

  /** All so far. */
  public List<Pause> pauses() {
    try {
      return parse(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<Pause> parse(String log) {
    Matcher matcher = PAUSE.matcher(log);
    return matcher.results().map(GcLog::pause).toList();
  }

  private static Pause pause(MatchResult line) {
    return new Pause(
        line.group(1).equals("Full"),
        Integer.parseInt(line.group(2)),
        Double.parseDouble(line.group(3)));
  }
}
