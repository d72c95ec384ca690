package io.gatehouse.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gatehouse.testing.HttpProbe;
import io.gatehouse.testing.HttpProbe.Answer;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** A client that asks a host again and again, and notes every request that goes wrong. */
final class Visitor implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
  private final AtomicLong answered = new AtomicLong();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final Request request;
  private final Optional<Socket> connection;

  private interface Request {
    Answer answer() throws IOException;
  }

  private Visitor(Optional<Socket> connection, Request request, long periodMillis) {
    this.connection = connection;
    this.request = request;
    thread.scheduleWithFixedDelay(this::ask, 0, periodMillis, TimeUnit.MILLISECONDS);
  }

  /** 100 requests a second, on one connection that has to stay. */
  static Visitor staying(HttpProbe probe, String host) throws IOException {
    Socket connection = probe.connect(host);
    return new Visitor(
        Optional.of(connection), () -> HttpProbe.get(connection, host, "/visit"), 10);
  }

  /**
   * Each request with a connection and a handshake of its own.
   *
   * @param probe a new one each time, so that no TLS session is resumed
   */
  static Visitor returning(Supplier<HttpProbe> probe, String host) {
    return new Visitor(Optional.empty(), () -> probe.get().get(host, "/visit"), 50);
  }

  private void ask() {
    try {
      Answer answer = request.answer();
      boolean closing = connection.isPresent() && answer.header("connection").equals("close");
      if (answer.status() != 200 || closing) {
        failures.add(answer.status() + (closing ? " and the connection is being closed" : ""));
      }
      answered.incrementAndGet();
    } catch (IOException e) {
      failures.add(e.toString());
    }
  }

  /** How many requests were answered, well or not. */
  long answered() {
    return answered.get();
  }

  /** All requests so far, and the one that follows, were answered with 200. */
  void assertUndisturbed() {
    long before = answered.get();
    await("another answer")
        .atMost(PATIENCE)
        .until(() -> answered.get() > before + 1 || !failures.isEmpty());
    assertThat(failures).isEmpty();
  }

  @Override
  public void close() throws IOException {
    thread.shutdownNow();
    if (connection.isPresent()) {
      connection.get().close();
    }
  }
}
