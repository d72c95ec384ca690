package io.gatehouse.e2e;

import static io.gatehouse.e2e.Installation.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gatehouse.testing.FreePorts;
import io.gatehouse.testing.HttpProbe;
import io.gatehouse.testing.HttpProbe.Answer;
import io.gatehouse.testing.RecordingServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What clients and backends see of a VirtualService's http routes, through a real Envoy. */
class HttpRoutesIT {

  private static final String HOST = "routes.example.com";
  private static final Duration DELAY = Duration.ofMillis(1500);
  private static final int SAMPLE = 1000;

  /** More than Envoy sends when it is not told. */
  private static final int LARGE = 6_000;

  @TempDir static Path directory;
  private static final int PORT = FreePorts.next();
  private static final int OTHER_PORT = FreePorts.next();
  private static Installation installation;
  private static RecordingServer recorder;

  @BeforeAll
  static void start() throws IOException {
    recorder = RecordingServer.start();
    installation = Installation.start(directory, Map.of());
    installation.startEnvoy();
    Manifests manifests = installation.manifests();
    manifests.put("recorder", Manifests.backend("recorder", recorder.port()));
    manifests.put("routes", manifest());
    eventually(() -> get("/").status() == 200 && other("/port").status() == 202);
  }

  private static String manifest() throws IOException {
    try (InputStream in = HttpRoutesIT.class.getResourceAsStream("http-routes.yaml")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .replace("${port}", Integer.toString(PORT))
          .replace("${other-port}", Integer.toString(OTHER_PORT))
          .replace("${large}", "x".repeat(LARGE))
          .replace("${delay}", DELAY.toMillis() + "ms");
    }
  }

  @AfterAll
  static void stop() {
    installation.close();
    recorder.close();
  }

  private static Answer get(String path, String... headers) throws IOException {
    return HttpProbe.plain(PORT).get(HOST, path, headers);
  }

  private static Answer other(String path) throws IOException {
    return HttpProbe.plain(OTHER_PORT).get(HOST, path);
  }

  private static Answer options(String path, String... headers) throws IOException {
    HttpProbe probe = HttpProbe.plain(PORT);
    try (Socket socket = probe.connect(HOST)) {
      return HttpProbe.send(socket, "OPTIONS", HOST, path, headers);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/query?exact=1&prefix=abc&regex=42&there,201",
    "/query?exact=2&prefix=abc&regex=42&there,404",
    "/query?exact=1&prefix=b&regex=42&there,404",
    "/query?exact=1&prefix=abc&regex=4x&there,404",
    "/query?exact=1&prefix=abc&regex=42,404",
    "/scheme,201",
    "/https,404",
    "/ANY-case,201",
    "/begins-in-ANY-case/or-other,201",
    "/ITS-OWN-CASE,404",
  })
  void a_match_looks_at_query_scheme_and_case(String target, int status) throws IOException {
    assertThat(get("/match" + target).status()).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({"x: 1,201", "x-kind: a,201", "x-kind: ab,404", "x-absent: 1,404", "x-regex: 12,404"})
  void a_match_may_exclude_headers(String header, int status) throws IOException {
    assertThat(get("/match/without", header).status()).isEqualTo(status);
  }

  @Test
  void a_match_may_be_for_one_port_or_gateway() throws IOException {
    assertThat(get("/port").status()).isEqualTo(201);
    assertThat(other("/port").status()).isEqualTo(202);
    assertThat(get("/gateway").status()).isEqualTo(404);
    assertThat(other("/gateway").status()).isEqualTo(201);
  }

  @Test
  void a_redirect_may_name_the_port_of_the_request() throws IOException {
    assertThat(other("/redirect/derived").header("location"))
        .isEqualTo("http://a.example.com:" + OTHER_PORT + "/redirect/derived");
    assertThat(get("/redirect/prefix/rest?a=b"))
        .satisfies(
            answer -> {
              assertThat(answer.status()).isEqualTo(308);
              assertThat(answer.header("location")).isEqualTo("http://" + HOST + "/to/rest?a=b");
            });
  }

  @Test
  void a_route_answers_by_itself() throws IOException {
    Answer text = get("/answer/text");

    assertThat(text.status()).isEqualTo(418);
    assertThat(text.body()).isEqualTo("short and stout");
    assertThat(text.header("content-type")).isEqualTo("text/teapot");
    assertThat(get("/answer/bytes").body()).isEqualTo("bytes");
    assertThat(get("/answer/large").body()).hasSize(LARGE);
  }

  @ParameterizedTest
  @CsvSource({
    "/rewrite/prefix/rest?a=b,/new/rest?a=b",
    "/rewrite/exact?a=b,/whole?a=b",
    "/rewrite/users/7/orders,/orders/of/7",
    "/rewrite/root/rest,/rest",
    "/rewrite/kept,/rewrite/kept",
  })
  void paths_are_rewritten(String target, String seen) throws IOException {
    assertThat(get(target).body()).contains("GET " + seen + "\n");
  }

  @Test
  void the_host_is_rewritten() throws IOException {
    assertThat(get("/rewrite/kept").body()).contains("host: backend.internal\n");
  }

  @Test
  void requests_are_tried_again_as_often_as_the_route_says() throws IOException {
    assertThat(get("/retries/two", "x-answer: 429").status()).isEqualTo(429);
    assertThat(recorder.asked("/retries/two")).isEqualTo(3);
    assertThat(get("/retries/none", "x-answer: 503").status()).isEqualTo(503);
    assertThat(recorder.asked("/retries/none")).isEqualTo(1);
  }

  @Test
  void each_try_has_its_own_time() throws IOException {
    assertThat(get("/retries/per-try", "x-hold: 1").status()).isEqualTo(504);
    await().until(() -> recorder.asked("/retries/per-try") == 2);
  }

  @Test
  void a_route_has_its_time() throws IOException {
    assertThat(get("/timeout", "x-hold: 1").status()).isEqualTo(504);
  }

  @Test
  void a_delay_is_for_its_route_alone() throws IOException {
    long start = System.nanoTime();
    Answer delayed = get("/fault/delay");
    Duration slow = Duration.ofNanos(System.nanoTime() - start);
    start = System.nanoTime();
    Answer neighbour = get("/fault/none");
    Duration fast = Duration.ofNanos(System.nanoTime() - start);

    assertThat(delayed.status()).isEqualTo(200);
    assertThat(neighbour.status()).isEqualTo(200);
    assertThat(slow).isGreaterThanOrEqualTo(DELAY);
    assertThat(fast).isLessThan(DELAY);
  }

  @Test
  void a_share_of_requests_is_aborted() throws IOException {
    assertThat(get("/fault/all").status()).isEqualTo(555);
    assertShare(0.3, "/fault/some", answer -> answer.status() == 555);
    assertThat(get("/fault/grpc", "content-type: application/grpc").header("grpc-status"))
        .isEqualTo("14");
  }

  @Test
  void destinations_share_by_weight_and_have_their_own_headers() throws IOException {
    assertShare(0.2, "/weighted", answer -> answer.header("x-share").equals("small"));
  }

  @Test
  void copies_go_to_the_mirror() throws IOException {
    assertThat(get("/mirror/all").header("x-from-upstream")).isEqualTo("upstream");
    await().until(() -> recorder.asked("/mirror/all") == 1);
    assertShare(1, "/mirror/some", answer -> answer.status() == 200);
    await()
        .untilAsserted(
            () ->
                assertThat(recorder.asked("/mirror/some"))
                    .isBetween(bound(0.5, -4), bound(0.5, 4)));
  }

  @Test
  void preflights_are_answered_for_origins_that_are_let_in() throws IOException {
    Answer preflight = preflight("https://a.example.com");

    assertThat(preflight.status()).isEqualTo(200);
    assertThat(preflight.header("access-control-allow-origin")).isEqualTo("https://a.example.com");
    assertThat(preflight.header("access-control-allow-methods")).isEqualTo("GET,POST");
    assertThat(preflight.header("access-control-allow-headers")).isEqualTo("x-a,x-b");
    assertThat(preflight.header("access-control-max-age")).isEqualTo("3600");
    assertThat(preflight.header("access-control-allow-credentials")).isEqualTo("true");
    assertThat(preflight("https://evil.example.com").header("access-control-allow-origin"))
        .isEmpty();
  }

  private static Answer preflight(String origin) throws IOException {
    return options("/cors", "Origin: " + origin, "Access-Control-Request-Method: POST");
  }

  @Test
  void answers_say_which_origins_may_read_them() throws IOException {
    Answer simple = get("/cors", "Origin: https://a.example.com");

    assertThat(simple.header("x-from-upstream")).isEqualTo("upstream");
    assertThat(simple.header("access-control-allow-origin")).isEqualTo("https://a.example.com");
    assertThat(simple.header("access-control-expose-headers")).isEqualTo("x-c");
    assertThat(get("/", "Origin: https://a.example.com").header("access-control-allow-origin"))
        .isEmpty();
  }

  @Test
  void a_delegate_routes_what_is_left_to_it() throws IOException {
    assertThat(get("/delegated/orders").status()).isEqualTo(201);
    assertThat(get("/delegated/orders").header("x-by")).isEqualTo("root");
    assertThat(get("/delegated/else").status()).isEqualTo(202);
    assertThat(get("/delegated/else").header("x-by")).isEqualTo("delegate");
    assertThat(get("/nobody").status()).isEqualTo(503);
  }

  @Test
  void requests_of_a_route_that_cannot_be_honoured_reach_no_wider_one() throws IOException {
    assertThat(get("/broken/any").status()).isEqualTo(503);
    assertThat(get("/").status()).isEqualTo(200);
  }

  /** Within three sigma; one sample in 370 is not, but hardly two in a row. */
  private static void assertShare(double share, String path, Predicate<Answer> hit)
      throws IOException {
    long hits = sample(path, hit);
    if (hits < bound(share, -3) || hits > bound(share, 3)) {
      hits = sample(path, hit);
    }
    assertThat(hits).isBetween(bound(share, -3), bound(share, 3));
  }

  private static long bound(double share, int sigmas) {
    return Math.round(SAMPLE * share + sigmas * Math.sqrt(SAMPLE * share * (1 - share)));
  }

  private static long sample(String path, Predicate<Answer> hit) throws IOException {
    long hits = 0;
    try (Socket socket = HttpProbe.plain(PORT).connect(HOST)) {
      for (int i = 0; i < SAMPLE; i++) {
        hits += hit.test(HttpProbe.get(socket, HOST, path)) ? 1 : 0;
      }
    }
    return hits;
  }
}
