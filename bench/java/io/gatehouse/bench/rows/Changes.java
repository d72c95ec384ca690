package io.gatehouse.bench.rows;

import io.gatehouse.bench.Spread;
import io.gatehouse.bench.client.Fleet;
import io.gatehouse.bench.client.ResourceType;
import io.gatehouse.bench.client.Volume;
import io.gatehouse.bench.lab.Change;
import io.gatehouse.bench.lab.Gatehouse;
import io.gatehouse.bench.lab.Lab;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

/** One change at a time, each once the one before has passed. */
final class Changes {

  private static final int PATIENCE_S = 60;
  private static final Duration SILENCE = Duration.ofMillis(250);

  private final Lab lab;
  private final Fleet fleet;
  private final int hosts;

  Changes(Lab lab, Fleet fleet, int hosts) {
    this.lab = lab;
    this.fleet = fleet;
    this.hosts = hosts;
  }

  /** What one change was like. */
  record Sample(
      List<Double> millis,
      double floor,
      long cpuMillis,
      Map<ResourceType, Volume> volume,
      int lost) {

    double slowest() {
      return millis.stream().max(Double::compare).orElse(Double.NaN);
    }
  }

  /** Makes changes of each kind in turn, as fast as they arrive. */
  void warmUp(int times) throws InterruptedException {
    for (int i = 0; i < times; i++) {
      for (Change.Of what : Change.Of.values()) {
        millis(what);
      }
    }
  }

  /** Makes one change, waits until it has arrived, and takes it back if it leaves something. */
  List<Double> millis(Change.Of what) throws InterruptedException {
    Change change = Change.prepare(what, anyHost());
    Change.Written written = change.write(lab.api(), fleet.tracker());
    written.probe().await(PATIENCE_S);
    fleet.tracker().forget(written.probe());
    change.undo(lab.api());
    return written.probe().latencies();
  }

  private int anyHost() {
    return ThreadLocalRandom.current().nextInt(hosts);
  }

  void awaitSilence() throws InterruptedException {
    fleet.awaitSilence(SILENCE.multipliedBy(2));
  }

  /** Makes and measures one change. */
  Sample sample(Change.Of what, Gatehouse gatehouse) throws InterruptedException {
    Change change = Change.prepare(what, anyHost());
    Map<ResourceType, Volume> before = fleet.received();
    long cpu = gatehouse.figures().cpuMillis();
    Change.Written written = change.write(lab.api(), fleet.tracker());
    written.probe().await(PATIENCE_S);
    fleet.awaitSilence(SILENCE);
    Sample sample =
        new Sample(
            written.probe().latencies(),
            lab.watch().millisAfter(written.answer()),
            gatehouse.figures().cpuMillis() - cpu,
            Volume.between(before, fleet.received()),
            written.probe().lost());
    fleet.tracker().forget(written.probe());
    if (!change.undo().isEmpty()) {
      change.undo(lab.api());
      awaitSilence();
    }
    return sample;
  }

  static Spread spread(Collection<Sample> samples) {
    return Spread.of(samples.stream().flatMap(one -> one.millis().stream()).toList());
  }

  /** Each latency without its own change's floor. */
  static Spread aboveFloor(Collection<Sample> samples) {
    List<Double> above = new ArrayList<>();
    samples.forEach(one -> one.millis().forEach(millis -> above.add(millis - one.floor())));
    return Spread.of(above);
  }

  static Map<ResourceType, Volume> volume(Collection<Sample> samples) {
    Map<ResourceType, Volume> total = new EnumMap<>(ResourceType.class);
    samples.forEach(
        one -> one.volume().forEach((type, volume) -> total.merge(type, volume, Volume::plus)));
    return total;
  }

  /** For example {@code LDS:1 SDS:1}. */
  static String resources(Map<ResourceType, Volume> volume, int parts) {
    return volume.entrySet().stream()
        .filter(entry -> entry.getValue().resources() > 0)
        .map(
            entry ->
                "%s:%s"
                    .formatted(
                        entry.getKey().service(),
                        Math.round(10.0 * entry.getValue().resources() / parts) / 10.0))
        .map(text -> text.replaceAll("\\.0$", ""))
        .collect(Collectors.joining(" "));
  }

  static double kib(Map<ResourceType, Volume> volume, int parts) {
    return volume.values().stream().mapToLong(Volume::bytes).sum() / 1024.0 / parts;
  }
}
