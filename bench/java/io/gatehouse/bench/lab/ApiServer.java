package io.gatehouse.bench.lab;

import io.gatehouse.testing.Trusting;
import io.kubernetes.client.util.KubeConfig;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A Kubernetes API server, as whoever may do everything. */
public final class ApiServer {

  private static final String VERSION_FIELD = "\"resourceVersion\":\"";

  private final HttpClient client = client();
  private final URI address;
  private final String token;

  private ApiServer(URI address, String token) {
    this.address = address;
    this.token = token;
  }

  public static ApiServer of(Path kubeconfig) throws IOException {
    try (Reader reader = Files.newBufferedReader(kubeconfig)) {
      KubeConfig config = KubeConfig.loadKubeConfig(reader);
      return new ApiServer(
          URI.create(config.getServer()), config.getCredentials().get(KubeConfig.CRED_TOKEN_KEY));
    }
  }

  private static HttpClient client() {
    return HttpClient.newBuilder().sslContext(Trusting.context()).build();
  }

  /**
   * A confirmed write.
   *
   * @param resourceVersion that the object has got
   * @param nanoTime when the answer was there
   */
  public record Answer(String resourceVersion, long nanoTime) {}

  /**
   * Sends one write.
   *
   * @throws IllegalStateException unless it is confirmed
   */
  public Answer send(Write write) throws InterruptedException {
    HttpResponse<String> response = exchange(write);
    long now = System.nanoTime();
    if (response.statusCode() >= 300) {
      throw refused(write, response);
    }
    return new Answer(resourceVersion(response.body()), now);
  }

  /** Sends one write; an object that is there already is left as it is. */
  void ensure(Write write) throws InterruptedException {
    HttpResponse<String> response = exchange(write);
    int conflict = 409;
    if (response.statusCode() >= 300 && response.statusCode() != conflict) {
      throw refused(write, response);
    }
  }

  private static IllegalStateException refused(Write write, HttpResponse<String> response) {
    String said = response.statusCode() + " " + response.body();
    return new IllegalStateException(write.method() + " " + write.path() + ": " + said);
  }

  private HttpResponse<String> exchange(Write write) throws InterruptedException {
    HttpRequest request =
        request(write.path())
            .header("Content-Type", write.contentType())
            .method(write.method(), BodyPublishers.ofString(write.body()))
            .build();
    try {
      return client.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until a kind that was just defined is served. */
  void awaitServed(String path) throws IOException, InterruptedException {
    HttpRequest request = request(path).build();
    while (client.send(request, BodyHandlers.discarding()).statusCode() >= 300) {
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  /** The version of the newest state of what is at this path. */
  String version(String path) throws IOException, InterruptedException {
    // A list without items, whose versions would stand before its own.
    HttpRequest request = request(path + "?labelSelector=none%3Dsuch").build();
    return resourceVersion(client.send(request, BodyHandlers.ofString()).body());
  }

  /** Watches on a connection of its own; a line an event. */
  Stream<String> watch(String path, String version) throws IOException, InterruptedException {
    HttpRequest request = request(path + "?watch=1&resourceVersion=" + version).build();
    return client().send(request, BodyHandlers.ofLines()).body();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(address.resolve(path)).header("Authorization", "Bearer " + token);
  }

  /** The first that stands there. */
  static String resourceVersion(String json) {
    int begin = json.indexOf(VERSION_FIELD) + VERSION_FIELD.length();
    return json.substring(begin, json.indexOf('"', begin));
  }
}
