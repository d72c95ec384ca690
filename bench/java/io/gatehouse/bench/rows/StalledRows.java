package io.gatehouse.bench.rows;

import io.gatehouse.bench.Spread;
import io.gatehouse.bench.client.Fleet;
import io.gatehouse.bench.client.StalledEnvoy;
import io.gatehouse.bench.lab.Change;
import io.gatehouse.bench.lab.Gatehouse;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A client that stops reading: what it does to the others, and what is done to it. */
final class StalledRows {

  static final String NAME = "stalled";

  private static final int ROUNDS = 3;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Session session;
  private final Fleet fleet;
  private final Changes changes;

  private StalledRows(Session session, Fleet fleet) {
    this.session = session;
    this.fleet = fleet;
    this.changes = new Changes(session.lab(), fleet, session.hosts());
  }

  /** Whether it is worth it: what is small fits into the buffers, and nobody notices. */
  static boolean suits(Session session) {
    return session.hosts() >= 1_000 && session.gateways() == 50;
  }

  static void measure(Session session, Fleet fleet) throws IOException, InterruptedException {
    new StalledRows(session, fleet).measure();
  }

  /** With it and without it in turns, so that both meet the same machine. */
  private void measure() throws IOException, InterruptedException {
    List<Double> without = new ArrayList<>();
    List<Double> with = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      without.addAll(phase());
      with.addAll(phaseBesideStalled());
    }
    double closed = closedAfter();
    Spread alone = Spread.of(without);
    Spread beside = Spread.of(with);
    session
        .journal()
        .add(
            "One client stops reading: the others' changes without it and beside it",
            session
                .row()
                .with("samples", beside.count())
                .with("without p50 ms", alone.p50())
                .with("without p99 ms", alone.p99())
                .with("beside p50 ms", beside.p50())
                .with("beside p99 ms", beside.p99())
                .with("p99 ratio", beside.p99() / alone.p99())
                .with("it is closed after s", closed));
  }

  private List<Double> phaseBesideStalled() throws InterruptedException {
    StalledEnvoy stalled = fleet.connectStalled(Gatehouse.XDS);
    try {
      changes.awaitSilence();
      return phase();
    } finally {
      stalled.close();
    }
  }

  /** Changes as fast as they arrive, for at most so long as such a client is put up with. */
  private List<Double> phase() throws InterruptedException {
    List<Double> millis = new ArrayList<>();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    for (int i = 0; i < session.options().samples() && System.nanoTime() < end; i++) {
      millis.addAll(changes.millis(Change.Of.SECRET));
      millis.addAll(changes.millis(Change.Of.ROUTE));
      millis.addAll(changes.millis(Change.Of.ENDPOINT));
    }
    return millis;
  }

  /** As Gatehouse tells: who does not read does not learn that it was closed. */
  private double closedAfter() throws IOException, InterruptedException {
    try (StalledEnvoy stalled = fleet.connectStalled(Gatehouse.XDS)) {
      long began = System.nanoTime();
      while (!session.gatehouse().isConnected(stalled.id())) {
        TimeUnit.MILLISECONDS.sleep(20);
      }
      while (session.gatehouse().isConnected(stalled.id())) {
        if (System.nanoTime() - began > PATIENCE.toNanos()) {
          return Double.NaN;
        }
        TimeUnit.MILLISECONDS.sleep(100);
      }
      return (System.nanoTime() - began) / 1e9;
    }
  }
}
