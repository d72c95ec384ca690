package io.gatehouse.bench.rows;

import io.gatehouse.bench.Spread;
import io.gatehouse.bench.client.Fleet;
import io.gatehouse.bench.client.Probe;
import io.gatehouse.bench.client.ResourceType;
import io.gatehouse.bench.client.Volume;
import io.gatehouse.bench.lab.Change;
import io.gatehouse.bench.lab.ProcessFigures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Changes that come at a rate of their own, whether or not those before have arrived. */
final class ChurnRows {

  static final String NAME = "churn";

  private static final List<Change.Of> MIXED =
      List.of(Change.Of.SECRET, Change.Of.ROUTE, Change.Of.ENDPOINT);

  // Writes that may be under way at once.
  private static final int WRITERS = 16;
  private static final int PATIENCE_S = 60;

  private final Session session;
  private final Fleet fleet;
  private final Map<String, Object> objects = new ConcurrentHashMap<>();

  private ChurnRows(Session session, Fleet fleet) {
    this.session = session;
    this.fleet = fleet;
  }

  static void measure(Session session, Fleet fleet) throws InterruptedException {
    ChurnRows rows = new ChurnRows(session, fleet);
    rows.measure(MIXED, 10, 20);
    rows.measure(MIXED, 100, 10);
    if (session.gateways() == 1) {
      rows.measure(List.of(Change.Of.SECRET), 50, 15);
    }
  }

  private void measure(List<Change.Of> kinds, int rate, int seconds) throws InterruptedException {
    List<Change> changes = new ArrayList<>();
    for (int i = 0; i < rate * seconds; i++) {
      changes.add(Change.prepare(kinds.get(i % kinds.size()), i % session.hosts()));
    }
    fleet.awaitSilence(Duration.ofMillis(500));
    session.gatehouse().awaitIdle();
    ProcessFigures own = new ProcessFigures(ProcessHandle.current().pid());
    Map<ResourceType, Volume> before = fleet.received();
    long cpu = session.gatehouse().figures().cpuMillis();
    long ownCpu = own.cpuMillis();
    long began = System.nanoTime();
    List<Probe> probes = write(changes, rate);
    for (Probe probe : probes) {
      probe.await(PATIENCE_S);
    }
    double drained = (System.nanoTime() - began) / 1e9;
    fleet.awaitSilence(Duration.ofMillis(250));
    int count = changes.size();
    double spent = session.gatehouse().figures().cpuMillis() - cpu;
    Map<ResourceType, Volume> volume = Volume.between(before, fleet.received());
    session
        .journal()
        .add(
            "Churn",
            session
                .row()
                .with(
                    "kinds", kinds.stream().map(Change.Of::label).collect(Collectors.joining("+")))
                .with("changes a second", rate)
                .with("changes", count)
                .with(
                    Spread.of(probes.stream().flatMap(p -> p.latencies().stream()).toList()), "ms")
                .with("CPU s", spent / 1000)
                .with("a change CPU ms", spent / count)
                .with("a change and gateway KiB", Changes.kib(volume, count * fleet.size()))
                .with("drained after s", drained)
                .with("client CPU s", (own.cpuMillis() - ownCpu) / 1000.0)
                .with("lost", probes.stream().mapToInt(Probe::lost).sum()));
    probes.forEach(fleet.tracker()::forget);
  }

  /** The states of one object one after another, so that the last expected is the last to stay. */
  private Probe write(Change change) throws InterruptedException {
    synchronized (objects.computeIfAbsent(change.object(), name -> new Object())) {
      return change.write(session.lab().api(), fleet.tracker()).probe();
    }
  }

  private List<Probe> write(List<Change> changes, int rate) throws InterruptedException {
    ScheduledExecutorService writers = Executors.newScheduledThreadPool(WRITERS);
    try {
      List<Future<Probe>> written = new ArrayList<>();
      for (int i = 0; i < changes.size(); i++) {
        Change change = changes.get(i);
        written.add(
            writers.schedule(() -> write(change), i * 1_000_000L / rate, TimeUnit.MICROSECONDS));
      }
      List<Probe> probes = new ArrayList<>();
      for (Future<Probe> each : written) {
        probes.add(each.get());
      }
      return probes;
    } catch (ExecutionException e) {
      throw new IllegalStateException("cannot write a change", e);
    } finally {
      writers.shutdownNow();
    }
  }
}
