package io.gatehouse.bench.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * The simplest of all readers, which nothing that reads the API server can beat: when each write
 * came in on a plain watch.
 */
public final class BareWatch {

  private final ApiServer api;
  private final Map<String, CompletableFuture<Long>> arrivals = new ConcurrentHashMap<>();

  private BareWatch(ApiServer api) {
    this.api = api;
  }

  /** One that watches all kinds that are changed, each on a connection of its own, to the end. */
  public static BareWatch start(ApiServer api) throws IOException, InterruptedException {
    BareWatch watch = new BareWatch(api);
    for (Kind kind : new Kind[] {Kind.SECRET, Kind.VIRTUAL_SERVICE, Kind.ENDPOINT_SLICE}) {
      String version = api.version(kind.path());
      Thread thread = new Thread(() -> watch.read(kind.path(), version), "bare watch");
      thread.setDaemon(true);
      thread.start();
    }
    return watch;
  }

  /** Until the API server is gone; until then it ends a watch when it pleases. */
  private void read(String path, String since) {
    String[] version = {since};
    try {
      while (true) {
        try (Stream<String> events = api.watch(path, version[0])) {
          events.forEach(event -> version[0] = seen(event, System.nanoTime()));
        } catch (UncheckedIOException interrupted) {
          // Goes on from the last version.
        }
      }
    } catch (IOException | InterruptedException gone) {
      Thread.currentThread().interrupt();
    }
  }

  private String seen(String event, long now) {
    String version = ApiServer.resourceVersion(event);
    arrival(version).complete(now);
    return version;
  }

  private CompletableFuture<Long> arrival(String version) {
    return arrivals.computeIfAbsent(version, key -> new CompletableFuture<>());
  }

  /**
   * Milliseconds from the API server's answer until the same write was seen; less than zero where
   * it was seen before.
   */
  public double millisAfter(ApiServer.Answer answer) {
    try {
      long arrival = arrival(answer.resourceVersion()).get(10, TimeUnit.SECONDS);
      arrivals.clear();
      return (arrival - answer.nanoTime()) / 1e6;
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the API server tells no watch of a write", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
