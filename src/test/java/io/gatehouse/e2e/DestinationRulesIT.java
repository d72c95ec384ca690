package io.gatehouse.e2e;

import static io.gatehouse.e2e.Installation.eventually;
import static io.gatehouse.e2e.Installation.eventuallyAsserted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.gatehouse.testing.Certificates;
import io.gatehouse.testing.EnvoyProcess;
import io.gatehouse.testing.FreePorts;
import io.gatehouse.testing.HttpProbe;
import io.gatehouse.testing.HttpProbe.Answer;
import io.gatehouse.testing.IssuedCertificate;
import io.gatehouse.testing.KeyType;
import io.gatehouse.testing.TestKeys;
import io.gatehouse.testing.TlsEchoServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What DestinationRules say is what clients and upstreams see. */
class DestinationRulesIT {

  private static final String HOST = "rules.example.com";

  @TempDir static Path directory;
  private static final int PORT = FreePorts.next();
  private static final List<Backend> BACKENDS =
      Stream.of("one", "two", "three").map(Backend::start).toList();
  private static final TlsEchoServer SECURE = TlsEchoServer.simple(TestKeys.named("ec-a"));
  private static final TlsEchoServer MUTUAL =
      TlsEchoServer.mutual(TestKeys.named("ec-a"), TestKeys.ca("b"));

  private static Installation installation;
  private static EnvoyProcess envoy;

  @BeforeAll
  static void start() throws IOException {
    installation = Installation.start(directory, Map.of());
    envoy = installation.startEnvoy();
    put("gateway", gateway());
    for (String service : List.of("plain", "spread", "sticky", "ejected", "subsets")) {
      put(service, service(service, BACKENDS.stream().map(Backend::port).toList()));
    }
    for (String service : List.of("secure", "unverifiable", "misnamed", "named")) {
      put(service, service(service, List.of(SECURE.port())));
    }
    put("narrow", service("narrow", List.of(BACKENDS.get(2).port())));
    put("mutual", service("mutual", List.of(MUTUAL.port())));
    put("files", service("files", List.of(MUTUAL.port())));
    eventually(() -> get("/plain").status() == 200);
  }

  @AfterAll
  static void stop() {
    installation.close();
    BACKENDS.forEach(Backend::close);
    SECURE.close();
    MUTUAL.close();
  }

  @Test
  void a_subset_is_answered_by_the_pods_with_its_labels() {
    IntStream.range(0, 3).forEach(i -> put("pod-" + i, pod(i, i == 0 ? "v1" : "v2")));
    put(
        "subsets-rule",
        """
        apiVersion: networking.istio.io/v1
        kind: DestinationRule
        metadata: {namespace: default, name: subsets}
        spec:
          host: subsets
          subsets:
          - {name: v1, labels: {version: v1}}
          - {name: v2, labels: {version: v2}}
        """);

    eventuallyAsserted(() -> assertThat(answering("/subsets/v1", 20)).containsExactly("one"));
    eventuallyAsserted(
        () -> assertThat(answering("/subsets/v2", 30)).containsExactly("three", "two"));
    assertThat(get("/subsets/v3").status()).isEqualTo(503);

    put("pod-1", pod(1, "v1"));

    eventuallyAsserted(() -> assertThat(answering("/subsets/v2", 20)).containsExactly("three"));
    eventuallyAsserted(
        () -> assertThat(answering("/subsets/v1", 30)).containsExactly("one", "two"));
  }

  @Test
  void round_robin_gives_each_endpoint_its_share() {
    put("spread-rule", rule("spread", "loadBalancer: {simple: ROUND_ROBIN}"));
    eventually(() -> !clusterHas("spread", "LEAST_REQUEST"));
    int requests = 300;
    Map<String, Integer> shares = new HashMap<>();

    for (int i = 0; i < requests; i++) {
      shares.merge(get("/spread").body(), 1, Integer::sum);
    }

    double sigma = Math.sqrt(requests / 3.0 * 2 / 3);
    assertThat(shares).hasSize(3);
    assertThat(shares.values())
        .allSatisfy(share -> assertThat((double) share).isCloseTo(100, within(3 * sigma)));
  }

  @Test
  void what_is_hashed_of_a_request_chooses_its_endpoint() {
    sticky("consistentHash: {httpHeaderName: x-user}");
    eventuallyAsserted(
        () ->
            assertSticky(user -> get("/sticky", "x-user: " + user).body(), "by header, in a ring"));

    sticky("consistentHash: {httpHeaderName: x-user, maglev: {tableSize: 1021}}");
    eventually(() -> clusterHas("sticky", "maglev_lb_config"));
    assertSticky(user -> get("/sticky", "x-user: " + user).body(), "by header, with maglev");

    sticky("consistentHash: {httpQueryParameterName: user}");
    eventuallyAsserted(
        () -> assertSticky(user -> get("/sticky?user=" + user).body(), "by query parameter"));

    sticky("consistentHash: {useSourceIp: true}");
    eventuallyAsserted(
        () -> assertThat(answering("/sticky", 30)).as("by source address").hasSize(1));

    sticky("consistentHash: {httpCookie: {name: visit, path: /, ttl: 60s}}");
    eventually(() -> get("/sticky").header("set-cookie").startsWith("visit="));
    Answer first = get("/sticky");
    String cookie = first.header("set-cookie");
    assertThat(cookie).contains("Max-Age=60").contains("Path=/");
    for (int i = 0; i < 10; i++) {
      Answer next = get("/sticky", "Cookie: " + cookie.substring(0, cookie.indexOf(';')));
      assertThat(next.body()).isEqualTo(first.body());
      assertThat(next.header("set-cookie")).isEmpty();
    }
  }

  @Test
  void an_endpoint_that_answers_with_errors_is_ejected_and_its_neighbours_are_used() {
    Backend bad = BACKENDS.get(0);
    put(
        "ejected-rule",
        rule(
            "ejected",
            "loadBalancer: {simple: ROUND_ROBIN}, outlierDetection: {consecutive5xxErrors: 2,"
                + " baseEjectionTime: 300s, maxEjectionPercent: 100}"));
    eventually(() -> clusterHas("ejected", "outlier_detection"));
    bad.answerWith(500);
    try {
      int errors = 0;
      while (stat("ejected", "outlier_detection.ejections_active") == 0 && errors <= 100) {
        errors += get("/ejected").status() == 500 ? 1 : 0;
      }
      assertThat(errors).isBetween(2, 100);
      assertThat(answering("/ejected", 30)).containsExactly("three", "two");
    } finally {
      bad.answerWith(200);
    }
  }

  /** Each worker of Envoy may have a connection of its own, whatever the limit. */
  @Test
  void what_goes_beyond_the_limits_is_refused_at_once() {
    put(
        "narrow-rule",
        rule(
            "narrow",
            "connectionPool: {tcp: {maxConnections: 1}, http: {http1MaxPendingRequests: 1}}"));
    eventually(() -> clusterHas("narrow", "\"max_pending_requests\": 1,"));
    Backend backend = BACKENDS.get(2);
    ExecutorService clients = Executors.newFixedThreadPool(40);
    backend.hold();
    try {
      List<CompletableFuture<Answer>> asked =
          IntStream.range(0, 40)
              .mapToObj(i -> CompletableFuture.supplyAsync(() -> get("/narrow"), clients))
              .toList();
      await().until(() -> asked.stream().anyMatch(CompletableFuture::isDone));
      Answer first = asked.stream().filter(CompletableFuture::isDone).findFirst().get().join();
      assertThat(first.status()).isEqualTo(503);
      assertThat(first.header("x-envoy-overloaded")).isEqualTo("true");

      backend.release();

      assertThat(asked).extracting(one -> one.join().status()).containsOnly(200, 503);
      assertThat(asked).extracting(one -> one.join().status()).contains(200);
    } finally {
      backend.release();
      clients.shutdownNow();
    }
  }

  @Test
  void an_upstream_is_verified_with_the_ca_of_the_secret_and_told_the_name() {
    put("ca-a", ca("ca-a", TestKeys.ca("a")));
    put("ca-b", ca("ca-b", TestKeys.ca("b")));
    put("secure-rule", rule("secure", "tls: {mode: SIMPLE, credentialName: ca-a}"));
    put("unverifiable-rule", rule("unverifiable", "tls: {mode: SIMPLE, credentialName: ca-b}"));
    put(
        "misnamed-rule",
        rule(
            "misnamed",
            "tls: {mode: SIMPLE, credentialName: ca-a, subjectAltNames: [other.internal]}"));
    put(
        "named-rule",
        rule(
            "named",
            "tls: {mode: SIMPLE, credentialName: ca-a, sni: sni.example.com,"
                + " subjectAltNames: [any.example.com]}"));

    eventuallyAsserted(
        () -> assertThat(get("/secure")).returns(200, Answer::status).satisfies(sees(HOST)));

    eventuallyAsserted(
        () -> assertThat(get("/named")).returns(200, Answer::status).satisfies(sees("sni")));
    eventually(() -> clusterHas("unverifiable", "ca-b-cacert"));
    eventually(() -> clusterHas("misnamed", "other.internal"));
    assertThat(get("/unverifiable").status()).isEqualTo(503);
    assertThat(get("/misnamed").status()).isEqualTo(503);
    assertThat(stat("unverifiable", "ssl.fail_verify_error")).isPositive();
    assertThat(stat("misnamed", "ssl.fail_verify_san")).isPositive();
  }

  @Test
  void an_upstream_is_shown_the_certificate_of_the_secret_and_the_next_one_too() {
    put("mutual-rule", rule("mutual", "tls: {mode: MUTUAL, credentialName: client}"));
    eventually(() -> get("/mutual").status() == 503);
    assertThat(installation.api("findings").toString()).contains("credential client");

    put("client", client(71));
    eventuallyAsserted(() -> assertThat(get("/mutual").body()).contains("client: 71\n"));

    put("client", client(72));
    eventuallyAsserted(() -> assertThat(get("/mutual").body()).contains("client: 72\n"));

    put("client", Manifests.secret("istio-system/client", Map.of("tls.crt", "spoilt")));
    eventually(() -> installation.api("findings").toString().contains("stays in service"));
    assertThat(get("/mutual").body()).contains("client: 72\n");
  }

  @Test
  void certificate_key_and_ca_may_be_files_of_the_proxy() throws IOException {
    IssuedCertificate own = issued(73);
    Path chain = Files.writeString(directory.resolve("client.crt"), own.chainPem());
    Path key = Files.writeString(directory.resolve("client.key"), own.keyPem());
    Path ca = Files.writeString(directory.resolve("ca.crt"), TestKeys.ca("a").certificatePem());
    put(
        "files-rule",
        rule(
            "files",
            "tls: {mode: MUTUAL, clientCertificate: %s, privateKey: %s, caCertificates: %s}"
                .formatted(chain, key, ca)));

    eventuallyAsserted(() -> assertThat(get("/files").body()).contains("client: 73\n"));
  }

  @Test
  void where_mesh_tls_is_asked_for_nothing_is_sent() {
    put("plain-rule", rule("plain", "tls: {mode: ISTIO_MUTUAL}"));
    eventually(() -> get("/plain").status() == 503);

    installation.manifests().remove("plain-rule");
    eventually(() -> get("/plain").status() == 200);
  }

  private interface Ask {
    String of(String user);
  }

  private static void assertSticky(Ask ask, String how) {
    Map<String, String> chosen = new HashMap<>();
    for (int round = 0; round < 3; round++) {
      for (int user = 0; user < 20; user++) {
        String name = "user-" + user;
        String backend = ask.of(name);
        assertThat(chosen.computeIfAbsent(name, n -> backend)).as(how).isEqualTo(backend);
      }
    }
    assertThat(new TreeSet<>(chosen.values())).as(how).hasSizeGreaterThan(1);
  }

  private static Consumer<Answer> sees(String name) {
    return answer -> assertThat(answer.body()).contains("sni: " + name);
  }

  private static void sticky(String balancer) {
    put("sticky-rule", rule("sticky", "loadBalancer: {" + balancer + "}"));
  }

  /** Who answers, in alphabetical order. */
  private static TreeSet<String> answering(String path, int requests) {
    return IntStream.range(0, requests)
        .mapToObj(i -> get(path).body())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Answer get(String path, String... headers) {
    try {
      return HttpProbe.plain(PORT).get(HOST, path, headers);
    } catch (IOException notYet) {
      return new Answer(0, List.of(), notYet.toString());
    }
  }

  private static long stat(String service, String name) {
    String filter = "^cluster.outbound.80..%s_default_svc_cluster_local.%s$";
    return envoy.stats(filter.formatted(service, name)).values().stream()
        .mapToLong(value -> value)
        .sum();
  }

  /** Whether Envoy uses a form of the service's cluster that has {@code text} in it. */
  private static boolean clusterHas(String service, String text) {
    return envoy
        .admin(
            "/config_dump?resource=dynamic_active_clusters&name_regex=outbound.80..%s.default.*"
                .formatted(service))
        .replaceAll("\\s+", " ")
        .contains(text);
  }

  private static void put(String name, String... documents) {
    installation.manifests().put(name, documents);
  }

  private static String rule(String service, String policy) {
    return """
    apiVersion: networking.istio.io/v1
    kind: DestinationRule
    metadata: {namespace: default, name: %1$s}
    spec:
      host: %1$s
      trafficPolicy: {%2$s}
    """
        .formatted(service, policy);
  }

  private static String ca(String name, IssuedCertificate ca) {
    return Manifests.secret("istio-system/" + name, Map.of("ca.crt", ca.certificatePem()));
  }

  private static String client(long serial) {
    Map<String, String> data = new HashMap<>(Manifests.keyPair(issued(serial)));
    data.put("ca.crt", TestKeys.ca("a").certificatePem());
    return Manifests.secret("istio-system/client", data);
  }

  private static IssuedCertificate issued(long serial) {
    return Certificates.leaf("gateway")
        .issuedBy(TestKeys.ca("b"))
        .key(KeyType.ec("P-256"))
        .serial(serial)
        .issue();
  }

  /**
   * One slice a backend, since each has a port of its own; its pod is called pod-0, pod-1 and so
   * on.
   */
  private static String service(String name, List<Integer> ports) {
    String slices =
        IntStream.range(0, ports.size())
            .mapToObj(
                i ->
                    """
                    ---
                    apiVersion: discovery.k8s.io/v1
                    kind: EndpointSlice
                    metadata:
                      namespace: default
                      name: %1$s-%2$d
                      labels: {kubernetes.io/service-name: %1$s}
                    addressType: IPv4
                    endpoints: [{addresses: [127.0.0.1], targetRef: {kind: Pod, name: pod-%2$d}}]
                    ports: [{name: http, port: %3$d}]
                    """
                        .formatted(name, i, ports.get(i)))
            .collect(Collectors.joining());
    return """
    apiVersion: v1
    kind: Service
    metadata: {namespace: default, name: %s}
    spec:
      ports: [{name: http, port: 80}]
    """
            .formatted(name)
        + slices;
  }

  private static String pod(int number, String version) {
    return """
    apiVersion: v1
    kind: Pod
    metadata: {namespace: default, name: pod-%d, labels: {version: %s}}
    status: {podIP: 127.0.0.1}
    """
        .formatted(number, version);
  }

  /** Paths begin with a service's name, which a subset's may follow. */
  private static String gateway() {
    StringBuilder routes = new StringBuilder();
    for (String subset : List.of("v1", "v2", "v3")) {
      routes.append(route("/subsets/" + subset, "subsets, subset: " + subset));
    }
    for (String service :
        List.of(
            "plain",
            "spread",
            "sticky",
            "ejected",
            "narrow",
            "secure",
            "unverifiable",
            "misnamed",
            "named",
            "mutual",
            "files")) {
      routes.append(route("/" + service, service));
    }
    return """
    apiVersion: networking.istio.io/v1
    kind: Gateway
    metadata: {namespace: default, name: rules}
    spec:
      selector: {istio: ingressgateway}
      servers:
      - port: {number: %d, name: http, protocol: HTTP}
        hosts: [%s]
    ---
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {namespace: default, name: rules}
    spec:
      hosts: [%s]
      gateways: [rules]
      http:
    """
            .formatted(PORT, HOST, HOST)
        + routes;
  }

  private static String route(String prefix, String destination) {
    return """
      - match: [{uri: {prefix: %s}}]
        route: [{destination: {host: %s}}]
    """
        .formatted(prefix, destination);
  }
}
