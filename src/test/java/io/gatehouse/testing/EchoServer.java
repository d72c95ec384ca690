package io.gatehouse.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/**
 * An upstream that answers 200 with what it was asked: its own name, then method and path, then a
 * line a header, names in lower case.
 */
public final class EchoServer implements AutoCloseable {

  static {
    // Or else an answer waits until the client has acknowledged the one before: 40 ms.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final String name;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  private EchoServer(String name) throws IOException {
    this.name = name;
    this.server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.createContext("/", this::echo);
    server.setExecutor(threads);
    server.start();
  }

  public static EchoServer start(String name) {
    try {
      return new EchoServer(name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return server.getAddress().getPort();
  }

  private void echo(HttpExchange exchange) throws IOException {
    String headers =
        exchange.getRequestHeaders().entrySet().stream()
            .flatMap(
                header ->
                    header.getValue().stream()
                        .map(value -> header.getKey().toLowerCase(Locale.ROOT) + ": " + value))
            .sorted()
            .collect(Collectors.joining("\n"));
    String text =
        String.join(
            "\n", name, exchange.getRequestMethod() + " " + exchange.getRequestURI(), headers, "");
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("x-from-upstream", name);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
