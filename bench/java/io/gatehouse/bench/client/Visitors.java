package io.gatehouse.bench.client;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import javax.net.ssl.SSLContext;

/** People who visit a site, each on an HTTP/2 connection that is kept. */
public final class Visitors {

  private final ExecutorService threads = Executors.newFixedThreadPool(4, Visitors::daemon);
  private final List<HttpClient> clients = new ArrayList<>();
  private final HttpRequest request;
  private final Map<String, LongAdder> failures = new ConcurrentSkipListMap<>();
  private final Map<String, LongAdder> upstreams = new ConcurrentHashMap<>();
  private final Queue<Double> millis = new ConcurrentLinkedQueue<>();

  public Visitors(URI site, int connections, SSLContext tls) {
    request = HttpRequest.newBuilder(site).timeout(Duration.ofSeconds(10)).build();
    for (int i = 0; i < connections; i++) {
      clients.add(
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_2)
              .sslContext(tls)
              .executor(threads)
              .build());
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "visitors");
    thread.setDaemon(true);
    return thread;
  }

  /** Connects all of them, one after another; what they meet does not count. */
  public void connect() throws IOException, InterruptedException {
    for (HttpClient client : clients) {
      client.send(request, BodyHandlers.discarding());
    }
  }

  /** Sends requests at an even rate, in turn on each connection, and waits for the last answer. */
  public void visit(int requestsASecond, int seconds) throws InterruptedException {
    List<CompletableFuture<Void>> answers = new ArrayList<>();
    long began = System.nanoTime();
    for (long i = 0; i < (long) requestsASecond * seconds; i++) {
      long due = began + i * 1_000_000_000L / requestsASecond;
      TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
      answers.add(visit(clients.get((int) (i % clients.size()))));
    }
    answers.forEach(CompletableFuture::join);
  }

  private CompletableFuture<Void> visit(HttpClient client) {
    long began = System.nanoTime();
    return client
        .sendAsync(request, BodyHandlers.ofString())
        .handle(
            (response, error) -> {
              millis.add((System.nanoTime() - began) / 1e6);
              if (error != null) {
                count(failures, kind(error));
              } else {
                answered(response);
              }
              return null;
            });
  }

  private void answered(HttpResponse<String> response) {
    if (response.statusCode() == 200) {
      count(upstreams, response.headers().firstValue("x-upstream").orElse("unknown"));
    } else {
      count(failures, response.statusCode() + " " + response.body());
    }
  }

  private static String kind(Throwable error) {
    Throwable cause = error.getCause() == null ? error : error.getCause();
    return cause.getClass().getSimpleName() + ": " + cause.getMessage();
  }

  private static void count(Map<String, LongAdder> counts, String kind) {
    counts.computeIfAbsent(kind, key -> new LongAdder()).increment();
  }

  /** How often each kind of failure was met. */
  public Map<String, LongAdder> failures() {
    return failures;
  }

  /** How many answers came from each upstream. */
  public Map<String, LongAdder> upstreams() {
    return upstreams;
  }

  /** How long each request took, answered or not. */
  public List<Double> millis() {
    return List.copyOf(millis);
  }
}
