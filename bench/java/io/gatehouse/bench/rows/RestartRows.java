package io.gatehouse.bench.rows;

import io.gatehouse.bench.Journal;
import io.gatehouse.bench.Row;
import io.gatehouse.bench.Spread;
import io.gatehouse.bench.client.Fleet;
import io.gatehouse.bench.client.Probe;
import io.gatehouse.bench.client.ResourceType;
import io.gatehouse.bench.client.Volume;
import io.gatehouse.bench.lab.Change;
import io.gatehouse.bench.lab.Gatehouse;
import io.gatehouse.bench.lab.Lab;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A control plane that comes back and finds all its gateways at the door. While it was away a
 * Secret, a VirtualService and an EndpointSlice have changed; a gateway is in sync when it has
 * these.
 */
public final class RestartRows {

  public static final String NAME = "restart";
  public static final int HOSTS = 100;

  private static final int GATEWAYS = 1_000;
  private static final Duration OPENING = Duration.ofSeconds(1);
  private static final int PATIENCE_S = 180;

  private RestartRows() {}

  public static void measure(Lab lab, Journal journal) throws IOException, InterruptedException {
    Gatehouse old = lab.onKubernetes(GATEWAYS);
    try (Fleet fleet = Fleet.connect(Gatehouse.XDS, GATEWAYS)) {
      fleet.awaitComplete(Duration.ofMinutes(5));
      fleet.awaitSilence(Duration.ofMillis(500));
      fleet.disconnect();
      old.kill();
      List<Probe> away = change(lab, fleet);
      int retries = fleet.retries();
      Map<ResourceType, Volume> before = fleet.received();
      Gatehouse back = lab.onKubernetes(GATEWAYS);
      long opened = System.nanoTime();
      away.forEach(probe -> probe.written(opened));
      fleet.reconnect(OPENING);
      for (Probe probe : away) {
        probe.await(PATIENCE_S);
      }
      fleet.awaitSilence(Duration.ofSeconds(1));
      journal.add(
          "All gateways come back at once",
          row(back, fleet, inSync(away))
              .with("refused", fleet.retries() - retries)
              .with("lost", away.stream().mapToInt(Probe::lost).sum())
              .with(
                  "a gateway KiB", Changes.kib(Volume.between(before, fleet.received()), GATEWAYS))
              .with(
                  "resources",
                  Changes.resources(Volume.between(before, fleet.received()), GATEWAYS)));
    }
    lab.stop();
  }

  private static List<Probe> change(Lab lab, Fleet fleet) throws InterruptedException {
    List<Probe> probes = new ArrayList<>();
    for (Change.Of what : List.of(Change.Of.SECRET, Change.Of.ROUTE, Change.Of.ENDPOINT)) {
      probes.add(Change.prepare(what, 0).write(lab.api(), fleet.tracker()).probe());
    }
    return probes;
  }

  /** For each gateway, when the last of the changes had come. */
  private static Spread inSync(List<Probe> probes) {
    List<List<Double>> arrivals = probes.stream().map(Probe::latencies).toList();
    int complete = arrivals.stream().mapToInt(List::size).min().orElse(0);
    return Spread.of(
        IntStream.range(0, complete)
            .mapToObj(i -> arrivals.stream().map(a -> a.get(i)).max(Double::compare).orElseThrow())
            .toList());
  }

  private static Row row(Gatehouse back, Fleet fleet, Spread inSync) {
    return new Row()
        .with("hosts", HOSTS)
        .with("gateways", fleet.size())
        .with("opened in s", OPENING.toMillis() / 1000.0)
        .with("ready ms", back.readyMillis())
        .with(inSync, "ms")
        .with("CPU s", back.figures().cpuMillis() / 1000.0)
        .with("resident MiB", back.figures().residentMib())
        .with("peak MiB", back.figures().peakMib());
  }
}
