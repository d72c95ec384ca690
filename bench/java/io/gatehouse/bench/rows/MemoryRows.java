package io.gatehouse.bench.rows;

import io.gatehouse.bench.Spread;
import io.gatehouse.bench.lab.GcLog;
import io.gatehouse.bench.lab.HeapFormula;
import io.gatehouse.bench.lab.ProcessFigures;
import java.io.IOException;
import java.util.List;

/**
 * What the rows before have taken: resident memory, pauses, and what is left in the heap after all
 * that can be collected has been.
 */
final class MemoryRows {

  static final String NAME = "memory";

  private MemoryRows() {}

  /**
   * @param pausesBefore that were before the session
   */
  static void measure(Session session, int pausesBefore) throws IOException, InterruptedException {
    ProcessFigures figures = session.gatehouse().figures();
    double resident = figures.residentMib();
    double peak = figures.peakMib();
    List<GcLog.Pause> all = session.gatehouse().gcLog().pauses();
    List<Double> pauses =
        all.subList(pausesBefore, all.size()).stream().map(GcLog.Pause::millis).toList();
    int live = session.gatehouse().liveHeapMib();
    double formula = HeapFormula.liveMib(session.hosts(), session.gateways());
    session
        .journal()
        .add(
            "Memory and pauses",
            session
                .row()
                .with("resident MiB", resident)
                .with("peak MiB", peak)
                .with("pauses", pauses.size())
                .with(Spread.of(pauses), "ms")
                .with("sum ms", pauses.stream().mapToDouble(Double::doubleValue).sum())
                .with("live heap MiB", live)
                .with("formula MiB", formula)
                .with("holds", live <= formula ? "yes" : "no"));
  }
}
