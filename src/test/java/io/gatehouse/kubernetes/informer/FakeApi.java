package io.gatehouse.kubernetes.informer;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.gatehouse.kubernetes.ApiClients;
import io.kubernetes.client.util.ClientBuilder;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * An API server that answers as a test says: for faults that the real one cannot be made to show.
 */
final class FakeApi implements AutoCloseable {

  /** One request. */
  record Call(String path, Map<String, String> query, String authorization) {

    boolean isWatch() {
      return query.containsKey("watch");
    }

    String continuation() {
      return query.getOrDefault("continue", "");
    }

    String resourceVersion() {
      return query.getOrDefault("resourceVersion", "");
    }
  }

  /** What is answered. */
  interface Reply {
    void to(HttpExchange exchange) throws IOException, InterruptedException;
  }

  /** A watch that goes on until it is ended. */
  static final class OpenWatch implements Reply {

    private static final String END = "";

    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final CountDownLatch opened = new CountDownLatch(1);

    OpenWatch send(String... more) {
      lines.addAll(Arrays.asList(more));
      return this;
    }

    void end() {
      lines.add(END);
    }

    void awaitOpened() throws InterruptedException {
      opened.await();
    }

    @Override
    public void to(HttpExchange exchange) throws IOException, InterruptedException {
      exchange.sendResponseHeaders(200, 0);
      OutputStream body = exchange.getResponseBody();
      body.flush();
      opened.countDown();
      for (String line = lines.take(); !line.equals(END); line = lines.take()) {
        body.write((line + "\n").getBytes(UTF_8));
        body.flush();
      }
      exchange.close();
    }
  }

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Call> calls = new CopyOnWriteArrayList<>();
  private final HttpServer server;

  private FakeApi(HttpServer server) {
    this.server = server;
  }

  static FakeApi start(Function<Call, Reply> script) {
    return start(0, script);
  }

  static FakeApi start(int port, Function<Call, Reply> script) {
    try {
      FakeApi api = new FakeApi(HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0));
      api.server.setExecutor(api.threads);
      api.server.createContext("/", exchange -> api.answer(exchange, script));
      api.server.start();
      return api;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void answer(HttpExchange exchange, Function<Call, Reply> script) throws IOException {
    Call call = call(exchange);
    calls.add(call);
    try {
      script.apply(call).to(exchange);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Call call(HttpExchange exchange) {
    String query = exchange.getRequestURI().getQuery();
    Map<String, String> parameters =
        query == null
            ? Map.of()
            : Arrays.stream(query.split("&"))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    List<String> authorization =
        exchange.getRequestHeaders().getOrDefault("Authorization", List.of(""));
    return new Call(exchange.getRequestURI().getPath(), parameters, authorization.get(0));
  }

  static Reply json(int status, String body) {
    return exchange -> {
      byte[] bytes = body.getBytes(UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
      exchange.close();
    };
  }

  static Reply json(String body) {
    return json(200, body);
  }

  /** Takes the request and never says anything. */
  static Reply silence() {
    return exchange -> new CountDownLatch(1).await();
  }

  int port() {
    return server.getAddress().getPort();
  }

  ApiClients clients() {
    return () -> new ClientBuilder().setBasePath("http://127.0.0.1:" + port()).build();
  }

  List<Call> calls() {
    return calls;
  }

  /** Ends every connection too. */
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
