package io.gatehouse.kubernetes.informer;

import io.gatehouse.kubernetes.ApiClients;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.openapi.ApiException;
import io.kubernetes.client.openapi.Pair;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.net.ssl.SSLPeerUnverifiedException;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * The requests that are made of a Kubernetes API.
 *
 * <p>All throw {@link UnexpectedStatus} where it refuses, {@link MalformedAnswer} where the answer
 * makes no sense, and other {@link IOException}s where it cannot be reached. Safe for any number of
 * threads.
 *
 * @see <a href="https://kubernetes.io/docs/reference/using-api/api-concepts/">Kubernetes API
 *     concepts</a>
 */
final class ApiServer implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(ApiServer.class);

  private static final int UNAUTHORIZED = 401;
  private static final String TIMEOUT = "timeoutSeconds";

  private final ApiClients clients;
  private final Patience patience;
  private final OpenCalls calls = new OpenCalls();
  private volatile Connection connection;

  /** Credentials, and the HTTP client that goes with them. */
  private record Connection(ApiClient client, OkHttpClient http) {}

  /**
   * @throws IOException if what the client is configured by cannot be read
   */
  ApiServer(ApiClients clients, Patience patience) throws IOException {
    this.clients = clients;
    this.patience = patience;
    this.connection = connect();
  }

  private Connection connect() throws IOException {
    ApiClient client = clients.open();
    OkHttpClient http =
        client
            .getHttpClient()
            .newBuilder()
            .eventListener(calls)
            .addNetworkInterceptor(this::lengthenWatch)
            .connectTimeout(patience.connect())
            .readTimeout(patience.answer())
            .pingInterval(patience.ping())
            .build();
    return new Connection(client, http);
  }

  Patience patience() {
    return patience;
  }

  /** Where it is, for example {@code https://10.0.0.1:6443}. */
  String address() {
    return connection.client().getBasePath();
  }

  /** The most preferred version of {@code resource} that is served; empty where none is. */
  Optional<String> servedVersion(ApiResource resource) throws IOException {
    if (resource.kind().group().isEmpty()) {
      return Optional.of(resource.versions().get(0));
    }
    for (String version : resource.versions()) {
      if (serves(resource, version)) {
        return Optional.of(version);
      }
    }
    return Optional.empty();
  }

  private boolean serves(ApiResource resource, String version) throws IOException {
    try (Response response = get(resource.path(version), List.of())) {
      return Json.tree(response.body().byteStream())
          .path("resources")
          .valueStream()
          .anyMatch(served -> served.path("name").stringValue("").equals(resource.plural()));
    } catch (UnexpectedStatus refused) {
      if (refused.status() == 404) {
        return false;
      }
      throw refused;
    }
  }

  /**
   * One page of a list, its objects handed on one by one as they arrive.
   *
   * @param limit most objects of the page; 0 for all
   * @param continuation where the page begins; empty for the first
   */
  ListPage list(
      Watched watched, String version, int limit, String continuation, Consumer<JsonNode> objects)
      throws IOException {
    List<Pair> query = query(watched.resource());
    if (limit > 0) {
      query.add(new Pair("limit", Integer.toString(limit)));
    }
    if (!continuation.isEmpty()) {
      query.add(new Pair("continue", continuation));
    }
    try (Response response = get(watched.path(version), query)) {
      return Json.list(response.body().byteStream(), objects);
    }
  }

  /** What happens from {@code resourceVersion} on. */
  WatchStream watch(Watched watched, String version, String resourceVersion) throws IOException {
    long shortest = patience.watch().toSeconds();
    long seconds = ThreadLocalRandom.current().nextLong(shortest, shortest + shortest / 2 + 1);
    List<Pair> query = query(watched.resource());
    query.add(new Pair("watch", "true"));
    query.add(new Pair("allowWatchBookmarks", "true"));
    query.add(new Pair("resourceVersion", resourceVersion));
    query.add(new Pair(TIMEOUT, Long.toString(seconds)));
    return new WatchStream(get(watched.path(version), query));
  }

  /**
   * Once a watch has begun, it may be silent until it is overdue: HTTP/1.1 has no pings, so that is
   * how a dead one ends there.
   */
  private Response lengthenWatch(Interceptor.Chain chain) throws IOException {
    Response response = chain.proceed(chain.request());
    String seconds = chain.request().url().queryParameter(TIMEOUT);
    if (seconds != null) {
      Duration overdue = Duration.ofSeconds(Long.parseLong(seconds)).plus(patience.answer());
      response.body().source().timeout().timeout(overdue.toMillis(), TimeUnit.MILLISECONDS);
      if (chain.connection().protocol() == Protocol.HTTP_1_1) {
        chain.connection().socket().setSoTimeout((int) overdue.toMillis());
      }
    }
    return response;
  }

  private static List<Pair> query(ApiResource resource) {
    List<Pair> query = new ArrayList<>();
    if (!resource.fieldSelector().isEmpty()) {
      query.add(new Pair("fieldSelector", resource.fieldSelector()));
    }
    return query;
  }

  private Response get(String path, List<Pair> query) throws IOException {
    Connection used = connection;
    Response response = execute(used, path, query);
    if (response.isSuccessful()) {
      return response;
    }
    response.close();
    if (response.code() == UNAUTHORIZED) {
      renew(used);
    }
    throw new UnexpectedStatus(response.code());
  }

  private static Response execute(Connection connection, String path, List<Pair> query)
      throws IOException {
    try {
      return connection.http().newCall(request(connection.client(), path, query)).execute();
    } catch (ApiException | RuntimeException e) {
      // A token that cannot be read or sent. Without its cause, which may quote it.
      throw new IOException("the request could not be made");
    }
  }

  private static Request request(ApiClient client, String path, List<Pair> query)
      throws ApiException {
    return client.buildRequest(
        null,
        path,
        "GET",
        query,
        List.of(),
        null,
        new HashMap<>(),
        new HashMap<>(),
        new HashMap<>(),
        new String[] {"BearerToken"},
        null);
  }

  /** Tokens of a kubeconfig's plugin run out; the client never asks for new ones by itself. */
  private synchronized void renew(Connection refused) {
    if (connection != refused) {
      return;
    }
    try {
      connection = connect();
    } catch (IOException e) {
      log.warn("The configuration of the Kubernetes client cannot be read any more.");
    }
  }

  /** Whether {@code failure} comes from a server's certificate that is not trusted. */
  static boolean isUntrusted(IOException failure) {
    return failure instanceof SSLPeerUnverifiedException
        || Stream.iterate((Throwable) failure, Objects::nonNull, Throwable::getCause)
            .anyMatch(CertificateException.class::isInstance);
  }

  /** Ends all requests, open watches too. */
  @Override
  public void close() {
    calls.close();
  }
}
