package io.gatehouse.bench.rows;

import io.gatehouse.bench.Journal;
import io.gatehouse.bench.Options;
import io.gatehouse.bench.client.Fleet;
import io.gatehouse.bench.lab.Gatehouse;
import io.gatehouse.bench.lab.Lab;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** One size of the seed: the numbers of gateways with it, on one Gatehouse. */
public final class Matrix {

  private static final Duration SYNC = Duration.ofMinutes(3);
  private static final Set<String> NAMES =
      Set.of(InitialRows.NAME, ChangeRows.NAME, ChurnRows.NAME, MemoryRows.NAME, StalledRows.NAME);

  private Matrix() {}

  /** Whether any of its rows is to be measured. */
  public static boolean isWanted(Options options) {
    return NAMES.stream().anyMatch(options::wants);
  }

  public static void measure(Lab lab, int hosts, Options options, Journal journal)
      throws IOException, InterruptedException {
    List<Integer> sizes = options.gatewaysWith(hosts);
    if (sizes.isEmpty()) {
      return;
    }
    Gatehouse gatehouse = lab.onKubernetes(sizes.get(sizes.size() - 1));
    journal.tell("%d hosts: warming up".formatted(hosts));
    try (Fleet fleet = Fleet.connect(Gatehouse.XDS, 1)) {
      fleet.awaitComplete(SYNC);
      new Changes(lab, fleet, hosts).warmUp(options.warmUp());
    }
    for (int gateways : sizes) {
      measure(new Session(lab, gatehouse, hosts, gateways, options, journal));
    }
    if (!options.hold()) {
      lab.stop();
    }
  }

  private static void measure(Session session) throws IOException, InterruptedException {
    Options options = session.options();
    session.gatehouse().figures().forgetPeak();
    int pauses = session.gatehouse().gcLog().pauses().size();
    if (options.wants(InitialRows.NAME)) {
      InitialRows.measure(session);
    }
    try (Fleet fleet = Fleet.connect(Gatehouse.XDS, session.gateways())) {
      fleet.awaitComplete(SYNC);
      if (options.wants(ChangeRows.NAME)) {
        ChangeRows.measure(session, fleet);
      }
      if (options.wants(ChurnRows.NAME)) {
        ChurnRows.measure(session, fleet);
      }
      if (options.wants(StalledRows.NAME) && StalledRows.suits(session)) {
        StalledRows.measure(session, fleet);
      }
      if (options.wants(MemoryRows.NAME)) {
        MemoryRows.measure(session, pauses);
      }
    }
  }
}
