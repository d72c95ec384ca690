package io.gatehouse.bench.rows;

import io.gatehouse.bench.Spread;
import io.gatehouse.bench.client.Fleet;
import io.gatehouse.bench.client.ResourceType;
import io.gatehouse.bench.client.Volume;
import io.gatehouse.bench.lab.Gatehouse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Fresh gateways, all at once: how long until each holds everything. */
final class InitialRows {

  static final String NAME = "initial";

  private static final int FIGURES = 10;
  private static final int FEWEST_REPEATS = 3;

  private InitialRows() {}

  static void measure(Session session) throws InterruptedException {
    int repeats = Math.max(FEWEST_REPEATS, FIGURES / session.gateways());
    List<Double> millis = new ArrayList<>();
    int retries = 0;
    Map<ResourceType, Volume> volume = Map.of();
    long cpu = session.gatehouse().figures().cpuMillis();
    for (int i = 0; i < repeats; i++) {
      try (Fleet fleet = Fleet.connect(Gatehouse.XDS, session.gateways())) {
        millis.addAll(fleet.awaitComplete(Duration.ofMinutes(3)));
        retries += fleet.retries();
        volume = fleet.received();
      }
      session.gatehouse().awaitIdle();
    }
    double spent = session.gatehouse().figures().cpuMillis() - cpu;
    session
        .journal()
        .add(
            "Fresh gateways, all at once, until each holds everything",
            session
                .row()
                .with("repeats", repeats)
                .with(Spread.of(millis), "ms")
                .with("refused", retries)
                .with("a gateway KiB", Changes.kib(volume, session.gateways()))
                .with("resources", Changes.resources(volume, session.gateways()))
                .with("a gateway CPU ms", spent / repeats / session.gateways()));
  }
}
