package io.gatehouse.bench.rows;

import io.gatehouse.bench.Spread;
import io.gatehouse.bench.client.Fleet;
import io.gatehouse.bench.client.ResourceType;
import io.gatehouse.bench.client.Volume;
import io.gatehouse.bench.lab.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One change at a time: from the API server's answer until each gateway has it. */
final class ChangeRows {

  static final String NAME = "change";

  private ChangeRows() {}

  static void measure(Session session, Fleet fleet) throws InterruptedException {
    Changes changes = new Changes(session.lab(), fleet, session.hosts());
    changes.awaitSilence();
    session.gatehouse().awaitIdle();
    for (Change.Of what : Change.Of.values()) {
      List<Changes.Sample> samples = new ArrayList<>();
      for (int i = 0; i < session.options().samples(); i++) {
        samples.add(changes.sample(what, session.gatehouse()));
      }
      add(session, what, samples);
    }
  }

  private static void add(Session session, Change.Of what, List<Changes.Sample> samples) {
    int count = samples.size();
    Spread floor = Spread.of(samples.stream().map(Changes.Sample::floor).toList());
    Spread above = Changes.aboveFloor(samples);
    Map<ResourceType, Volume> volume = Changes.volume(samples);
    session
        .journal()
        .add(
            "One change: from the API server's answer until a gateway has it",
            session
                .row()
                .with("change", what.label())
                .with("samples", count)
                .with(Changes.spread(samples), "ms")
                .with(
                    "slowest gateway p50 ms",
                    Spread.of(samples.stream().map(Changes.Sample::slowest).toList()).p50())
                .with("floor p50 ms", floor.p50())
                .with("floor p99 ms", floor.p99())
                .with("above floor p50 ms", above.p50())
                .with("above floor p99 ms", above.p99())
                .with("a gateway KiB", Changes.kib(volume, count * session.gateways()))
                .with("resources", Changes.resources(volume, count * session.gateways()))
                .with(
                    "CPU ms",
                    (double) samples.stream().mapToLong(Changes.Sample::cpuMillis).sum() / count)
                .with("lost", samples.stream().mapToInt(Changes.Sample::lost).sum()));
  }
}
