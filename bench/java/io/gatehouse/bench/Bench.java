package io.gatehouse.bench;

import io.gatehouse.bench.lab.Lab;
import io.gatehouse.bench.rows.Matrix;
import io.gatehouse.bench.rows.RestartRows;
import io.gatehouse.bench.rows.RotationRows;
import io.gatehouse.bench.rows.StartRows;
import io.gatehouse.bench.rows.TrafficRows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;

/** What {@code bench/run} runs, in a network of its own. */
public final class Bench {

  private static volatile boolean ending;

  private Bench() {}

  public static void main(String[] arguments) {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> ending = true));
    int status = 1;
    try {
      run(Options.parse(arguments));
      status = 0;
    } catch (IllegalArgumentException e) {
      System.err.println("bench: " + e.getMessage());
      status = 2;
    } catch (IOException | RuntimeException | InterruptedException e) {
      if (!ending) { // by Ctrl-C, which ends what was being measured
        e.printStackTrace();
      }
    }
    System.exit(status);
  }

  private static void run(Options options) throws IOException, InterruptedException {
    Path folder = Path.of("target", "bench").toAbsolutePath();
    Lab lab = Lab.start(folder);
    Journal journal = new Journal(folder.resolve("bench.jsonl"));
    journal.add("Machine", Machine.row());
    TreeSet<Integer> sizes = new TreeSet<>(options.hosts());
    if (options.wants(RestartRows.NAME)) {
      sizes.add(RestartRows.HOSTS);
    }
    boolean first = true;
    for (int hosts : sizes) {
      lab.seed(hosts);
      if (first) {
        withRealEnvoy(lab, hosts, options, journal);
        first = false;
      }
      measure(lab, hosts, options, journal);
    }
    System.out.println(journal.markdown());
    if (options.hold()) {
      new CountDownLatch(1).await();
    }
  }

  /** At the smallest size, since Envoy takes more of a large one than Gatehouse does. */
  private static void withRealEnvoy(Lab lab, int hosts, Options options, Journal journal)
      throws IOException, InterruptedException {
    if (options.wants(RotationRows.NAME)) {
      RotationRows.measure(lab, hosts, options, journal);
    }
    if (options.wants(TrafficRows.NAME)) {
      TrafficRows.measure(lab, hosts, options, journal);
    }
  }

  private static void measure(Lab lab, int hosts, Options options, Journal journal)
      throws IOException, InterruptedException {
    if (options.hosts().contains(hosts)) {
      if (options.wants(StartRows.NAME)) {
        StartRows.measure(lab, hosts, options, journal);
      }
      if (Matrix.isWanted(options)) {
        Matrix.measure(lab, hosts, options, journal);
      }
    }
    if (hosts == RestartRows.HOSTS && options.wants(RestartRows.NAME)) {
      RestartRows.measure(lab, journal);
    }
  }
}
