package io.gatehouse.bench.rows;

import io.gatehouse.bench.Journal;
import io.gatehouse.bench.Options;
import io.gatehouse.bench.Row;
import io.gatehouse.bench.lab.Gatehouse;
import io.gatehouse.bench.lab.Lab;

/**
 * A Gatehouse that runs, with so many hosts, and so many Envoys to be connected.
 *
 * @param hosts seeded
 * @param gateways simulated
 */
record Session(
    Lab lab, Gatehouse gatehouse, int hosts, int gateways, Options options, Journal journal) {

  /** The beginning of each row. */
  Row row() {
    return new Row().with("hosts", hosts).with("gateways", gateways);
  }
}
