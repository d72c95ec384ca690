package io.gatehouse.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * An upstream that remembers what it was asked, and answers as it is asked to: with the status in
 * {@code x-answer}, and with {@code x-hold} not before it is closed.
 */
public final class RecordingServer implements AutoCloseable {

  static {
    // Or else an answer waits until the client has acknowledged the one before: 40 ms.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Queue<String> targets = new ConcurrentLinkedQueue<>();
  private final CountDownLatch closed = new CountDownLatch(1);

  private RecordingServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.createContext("/", this::answer);
    server.setExecutor(threads);
    server.start();
  }

  public static RecordingServer start() {
    try {
      return new RecordingServer();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return server.getAddress().getPort();
  }

  /** How many requests for exactly this path and query came so far. */
  public long asked(String target) {
    return targets.stream().filter(target::equals).count();
  }

  private void answer(HttpExchange exchange) throws IOException {
    targets.add(exchange.getRequestURI().toString());
    if (exchange.getRequestHeaders().containsKey("x-hold")) {
      awaitClose();
    }
    String status = exchange.getRequestHeaders().getFirst("x-answer");
    byte[] body = (exchange.getRequestURI() + "\n").getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status == null ? 200 : Integer.parseInt(status), body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private void awaitClose() {
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
