package io.gatehouse.bench.rows;

import io.gatehouse.bench.Journal;
import io.gatehouse.bench.Options;
import io.gatehouse.bench.Row;
import io.gatehouse.bench.Spread;
import io.gatehouse.bench.client.Visitors;
import io.gatehouse.bench.lab.Handshake;
import io.gatehouse.bench.lab.Lab;
import io.gatehouse.bench.lab.RealEnvoy;
import io.gatehouse.bench.lab.Site;
import io.gatehouse.testing.Trusting;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Requests through a real Envoy while the route is switched and the certificate rotated. */
public final class TrafficRows {

  public static final String NAME = "traffic";

  private static final URI SITE = URI.create("https://" + Site.HOST + ":8443/status/200");
  private static final int CONNECTIONS = 50;
  private static final int REQUESTS_A_SECOND = 500;
  private static final int FLIP_MS = 200;
  private static final int ROTATION_MS = 100;

  private TrafficRows() {}

  public static void measure(Lab lab, int hosts, Options options, Journal journal)
      throws IOException, InterruptedException {
    Site site = lab.openSite();
    lab.onKubernetes(1);
    try (RealEnvoy envoy = lab.startEnvoy()) {
      envoy.awaitServed(Site.HOST);
      Visitors visitors = new Visitors(SITE, CONNECTIONS, Trusting.context());
      long connections = envoy.counter("^listener\\..*_8443\\.downstream_cx_total$");
      visitors.connect();
      visit(visitors, site, options.seconds());
      journal.add(
          "Traffic through a real Envoy",
          new Row()
              .with("hosts", hosts)
              .with("seconds", options.seconds())
              .with("requests", visitors.millis().size())
              .with("failed", count(visitors.failures().values()))
              .with("failures", visitors.failures().toString())
              .with(Spread.of(visitors.millis()), "ms")
              .with("route flips", site.flips())
              .with("rotations", site.rotations())
              .with("by upstream", visitors.upstreams().values().toString())
              .with(
                  "connections",
                  envoy.counter("^listener\\..*_8443\\.downstream_cx_total$") - connections)
              .with("retried", envoy.counter("^cluster\\..*\\.upstream_rq_retry$"))
              .with("cluster absent", envoy.counter("^http\\..*\\.no_cluster$"))
              .with("refused by Envoy", envoy.counter(".*\\.update_rejected$"))
              .with("newest certificate served", newestServed(site)));
    }
    lab.closeSite(site);
  }

  private static long count(Iterable<? extends Number> counts) {
    long sum = 0;
    for (Number count : counts) {
      sum += count.longValue();
    }
    return sum;
  }

  private static void visit(Visitors visitors, Site site, int seconds) throws InterruptedException {
    ScheduledExecutorService people = Executors.newScheduledThreadPool(2);
    try {
      ScheduledFuture<?> flips = every(people, FLIP_MS, site::flip);
      ScheduledFuture<?> rotations = every(people, ROTATION_MS, site::rotate);
      visitors.visit(REQUESTS_A_SECOND, seconds);
      stop(flips);
      stop(rotations);
    } finally {
      // A write under way counts already, so that it has to be made.
      people.shutdown();
      people.awaitTermination(1, TimeUnit.MINUTES);
    }
  }

  private interface Work {
    void run() throws InterruptedException;
  }

  private static ScheduledFuture<?> every(ScheduledExecutorService people, int millis, Work work) {
    return people.scheduleAtFixedRate(
        () -> {
          try {
            work.run();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        },
        millis,
        millis,
        TimeUnit.MILLISECONDS);
  }

  /** A failed write would have ended it. */
  private static void stop(ScheduledFuture<?> repeated) throws InterruptedException {
    if (repeated.isDone()) {
      try {
        repeated.get();
      } catch (ExecutionException e) {
        throw new IllegalStateException("a write failed", e);
      }
    }
    repeated.cancel(false);
  }

  private static String newestServed(Site site) throws IOException, InterruptedException {
    for (int i = 0; i < 100; i++) {
      if (Handshake.commonName(Site.HOST).equals(site.commonName())) {
        return "yes";
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
    return "no";
  }
}
