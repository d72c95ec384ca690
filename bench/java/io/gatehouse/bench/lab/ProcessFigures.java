package io.gatehouse.bench.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the kernel tells of a process. */
public record ProcessFigures(long pid) {

  private static final int MILLIS_A_TICK = 10;

  /** CPU time so far, of user and kernel, in steps of 10 ms. */
  public long cpuMillis() {
    String stat = read("stat");
    // Fields from the third on; the second may hold blanks and parentheses.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * MILLIS_A_TICK;
  }

  public double residentMib() {
    return mib("VmRSS:");
  }

  /** The most since the start, or since {@link #forgetPeak}. */
  public double peakMib() {
    return mib("VmHWM:");
  }

  public void forgetPeak() {
    try {
      Files.writeString(file("clear_refs"), "5");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private double mib(String field) {
    String line =
        read("status").lines().filter(each -> each.startsWith(field)).findFirst().orElseThrow();
    return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
  }

  private String read(String name) {
    try {
      return Files.readString(file(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path file(String name) {
    return Path.of("/proc", Long.toString(pid), name);
  }
}
