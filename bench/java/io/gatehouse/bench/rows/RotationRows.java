package io.gatehouse.bench.rows;

import io.gatehouse.bench.Journal;
import io.gatehouse.bench.Options;
import io.gatehouse.bench.Row;
import io.gatehouse.bench.Spread;
import io.gatehouse.bench.lab.ApiServer;
import io.gatehouse.bench.lab.Handshake;
import io.gatehouse.bench.lab.Lab;
import io.gatehouse.bench.lab.RealEnvoy;
import io.gatehouse.bench.lab.Rotation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** From a Secret that is written until a real Envoy shows the new certificate to who connects. */
public final class RotationRows {

  public static final String NAME = "rotation";

  // Between two rotations: each is to be measured, not the backlog of the one before.
  private static final int PAUSE_MS = 100;

  private final List<Double> fromWrite = new ArrayList<>();
  private final List<Double> fromAnswer = new ArrayList<>();
  private final List<Double> aboveFloor = new ArrayList<>();
  private final double handshake;

  private RotationRows(double handshake) {
    this.handshake = handshake;
  }

  public static void measure(Lab lab, int hosts, Options options, Journal journal)
      throws IOException, InterruptedException {
    lab.onKubernetes(1);
    measure("kubernetes", lab, hosts, options, journal);
    lab.onFiles(hosts);
    measure("files", lab, hosts, options, journal);
    lab.stop();
  }

  private static void measure(String source, Lab lab, int hosts, Options options, Journal journal)
      throws IOException, InterruptedException {
    try (RealEnvoy envoy = lab.startEnvoy()) {
      for (int number = 0; number < hosts; number++) {
        envoy.awaitServed(Rotation.host(number));
      }
      RotationRows rows = new RotationRows(handshake());
      for (int i = 0; i < options.samples(); i++) {
        TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
        if (source.equals("files")) {
          rows.onFiles(lab, hosts, Rotation.of(i % hosts));
        } else {
          rows.onKubernetes(lab, Rotation.of(i % hosts));
        }
      }
      journal.add("A rotated certificate, until a real Envoy serves it", rows.row(source, hosts));
    }
  }

  private static double handshake() throws IOException {
    List<Double> millis = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      long began = System.nanoTime();
      Handshake.commonName(Rotation.host(0));
      millis.add((System.nanoTime() - began) / 1e6);
    }
    return Spread.of(millis).p50();
  }

  private void onFiles(Lab lab, int hosts, Rotation rotation) throws IOException {
    long began = lab.manifests(hosts).write(rotation.secret());
    fromWrite.add(rotation.millisUntilServed(began));
  }

  private void onKubernetes(Lab lab, Rotation rotation) throws IOException, InterruptedException {
    long began = System.nanoTime();
    ApiServer.Answer answer = lab.api().send(rotation.write());
    double served = rotation.millisUntilServed(answer.nanoTime());
    fromWrite.add(served + (answer.nanoTime() - began) / 1e6);
    fromAnswer.add(served);
    aboveFloor.add(served - lab.watch().millisAfter(answer) - handshake);
  }

  private Row row(String source, int hosts) {
    Spread answered = Spread.of(fromAnswer);
    Spread above = Spread.of(aboveFloor);
    return new Row()
        .with("source", source)
        .with("hosts", hosts)
        .with("rotations", fromWrite.size())
        .with(Spread.of(fromWrite), "ms")
        .with("from answer p50 ms", answered.p50())
        .with("from answer p99 ms", answered.p99())
        .with("one handshake ms", handshake)
        .with("above floor and handshake p50 ms", above.p50())
        .with("above floor and handshake p99 ms", above.p99());
  }
}
