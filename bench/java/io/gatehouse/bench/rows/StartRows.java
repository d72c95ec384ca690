package io.gatehouse.bench.rows;

import io.gatehouse.bench.Journal;
import io.gatehouse.bench.Options;
import io.gatehouse.bench.Row;
import io.gatehouse.bench.Spread;
import io.gatehouse.bench.client.Fleet;
import io.gatehouse.bench.lab.Change;
import io.gatehouse.bench.lab.Gatehouse;
import io.gatehouse.bench.lab.Lab;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Starts, and the first change of each kind after each. */
public final class StartRows {

  public static final String NAME = "start";

  private final List<Double> ready = new ArrayList<>();
  private final List<Double> cpu = new ArrayList<>();
  private final List<Double> resident = new ArrayList<>();
  private final Map<Change.Of, List<Double>> first = new EnumMap<>(Change.Of.class);

  private StartRows() {}

  public static void measure(Lab lab, int hosts, Options options, Journal journal)
      throws IOException, InterruptedException {
    StartRows files = new StartRows();
    StartRows kubernetes = new StartRows();
    for (int i = 0; i < options.starts(); i++) {
      files.started(lab.onFiles(hosts));
      kubernetes.started(lab.onKubernetes(1));
      kubernetes.firstChanges(lab, hosts, i);
    }
    lab.stop();
    files.add("files", hosts, journal);
    kubernetes.add("kubernetes", hosts, journal);
    kubernetes.first.forEach(
        (what, millis) ->
            journal.add(
                "Cold: the first change of each kind after a start, with one gateway",
                new Row()
                    .with("hosts", hosts)
                    .with("change", what.label())
                    .with("starts", millis.size())
                    .with(Spread.of(millis), "ms")));
  }

  private void started(Gatehouse gatehouse) {
    ready.add(gatehouse.readyMillis());
    cpu.add((double) gatehouse.figures().cpuMillis());
    resident.add(gatehouse.figures().residentMib());
  }

  /** Each start begins with another kind: those that follow find the program warmer. */
  private void firstChanges(Lab lab, int hosts, int start) throws InterruptedException {
    List<Change.Of> kinds = new ArrayList<>(List.of(Change.Of.values()));
    Collections.rotate(kinds, start);
    try (Fleet fleet = Fleet.connect(Gatehouse.XDS, 1)) {
      fleet.awaitComplete(Duration.ofMinutes(3));
      Changes changes = new Changes(lab, fleet, hosts);
      for (Change.Of what : kinds) {
        changes.awaitSilence();
        first.computeIfAbsent(what, key -> new ArrayList<>()).addAll(changes.millis(what));
      }
      changes.awaitSilence();
    }
  }

  private void add(String source, int hosts, Journal journal) {
    journal.add(
        "Start to ready",
        new Row()
            .with("source", source)
            .with("hosts", hosts)
            .with("starts", ready.size())
            .with("p50 ms", Spread.of(ready).p50())
            .with("max ms", Spread.of(ready).max())
            .with("CPU p50 ms", Spread.of(cpu).p50())
            .with("resident p50 MiB", Spread.of(resident).p50()));
  }
}
