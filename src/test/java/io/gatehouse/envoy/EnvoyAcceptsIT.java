package io.gatehouse.envoy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.gatehouse.credential.Content;
import io.gatehouse.finding.Origin;
import io.gatehouse.model.Cluster;
import io.gatehouse.model.Cluster.UpstreamProtocol;
import io.gatehouse.model.EndpointAssignment;
import io.gatehouse.model.EndpointAssignment.Endpoint;
import io.gatehouse.model.GatewayModel;
import io.gatehouse.model.Listener;
import io.gatehouse.model.Listener.FilterChain;
import io.gatehouse.model.Listener.Handling;
import io.gatehouse.model.Listener.TlsTermination;
import io.gatehouse.model.RetryPolicy;
import io.gatehouse.model.Route;
import io.gatehouse.model.Route.Action.Forward;
import io.gatehouse.model.Route.Action.Redirect;
import io.gatehouse.model.Route.HeaderChanges;
import io.gatehouse.model.Route.HeaderMatch;
import io.gatehouse.model.Route.HeaderValue;
import io.gatehouse.model.Route.Match;
import io.gatehouse.model.Route.Path;
import io.gatehouse.model.Route.WeightedCluster;
import io.gatehouse.model.RouteConfiguration;
import io.gatehouse.model.RouteConfiguration.VirtualHost;
import io.gatehouse.model.TextMatch;
import io.gatehouse.resource.core.SecretBytes;
import io.gatehouse.testing.EchoServer;
import io.gatehouse.testing.EnvoyProcess;
import io.gatehouse.testing.FreePorts;
import io.gatehouse.testing.HttpProbe;
import io.gatehouse.testing.HttpProbe.Answer;
import io.gatehouse.testing.IssuedCertificate;
import io.gatehouse.testing.Objects;
import io.gatehouse.testing.TestKeys;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** What a real Envoy does with the encoded model. */
@ParameterizedClass
@ValueSource(strings = {"1.36.4", "1.40.0"})
class EnvoyAcceptsIT {

  private static final Origin ORIGIN = Origin.of("Gateway", "default", "test");
  private static final String FIRST = "outbound|8000||first.default.svc.cluster.local";
  private static final String SECOND = "outbound|8000||second.default.svc.cluster.local";
  private static final String DRAINING = "outbound|8000||draining.default.svc.cluster.local";
  private static final String OVER_HTTP2 = "outbound|8000||http2.default.svc.cluster.local";

  private static final int PLAIN_PORT = FreePorts.next();
  private static final int TLS_PORT = FreePorts.next();

  @Parameter String version;

  @TempDir static java.nio.file.Path directory;

  private static EchoServer first;
  private static EchoServer second;
  private static ReferenceControlPlane controlPlane;
  private static EnvoyProcess envoy;

  private static final HttpProbe PLAIN = HttpProbe.plain(PLAIN_PORT);
  private static final HttpProbe TLS = HttpProbe.tls(TLS_PORT, TestKeys.ca("a"));

  @BeforeParameterizedClassInvocation
  static void start(String version) {
    first = EchoServer.start("first");
    second = EchoServer.start("second");
    controlPlane = new ReferenceControlPlane();
    controlPlane.serve(model(List.of(simple("simple"), mutual())), contents());
    envoy = EnvoyProcess.start(version, directory.resolve(version), controlPlane.port());
    await()
        .ignoreExceptions()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                TLS.get("simple.example.com", "/").status() == 200
                    && PLAIN.get("plain.example.com", "/").status() == 200);
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    envoy.close();
    controlPlane.close();
    first.close();
    second.close();
  }

  @Test
  void terminatesTlsForTheServerNameAndOffersHttp2() throws IOException {
    try (Socket socket = TLS.connect("simple.example.com", "h2", "http/1.1")) {
      assertThat(((SSLSocket) socket).getApplicationProtocol()).isEqualTo("h2");
    }
    assertThatThrownBy(() -> TLS.connect("unknown.example.com")).isInstanceOf(IOException.class);
  }

  @Test
  void doesNotPassOnWhatAnUnverifiedClientSaysOfItsCertificate() throws IOException {
    Answer answer =
        TLS.get("simple.example.com", "/", "x-forwarded-client-cert: By=spiffe://forged");

    assertThat(answer.body()).doesNotContain("forged").contains("x-forwarded-proto: https");
  }

  @Test
  void trustsNoClientAsInternal() throws IOException {
    Answer answer =
        PLAIN.get("plain.example.com", "/", "x-envoy-retry-on: 5xx", "x-envoy-ip-tags: a");

    assertThat(answer.body())
        .doesNotContain("x-envoy-retry-on", "x-envoy-internal", "x-envoy-ip-tags");
  }

  @Test
  void letsConnectionsBecomeWebSockets() throws IOException {
    // The upstream declines; where upgrades are not allowed Envoy answers 403 itself.
    Answer answer =
        PLAIN.get("plain.example.com", "/", "Upgrade: websocket", "Connection: Upgrade");

    assertThat(answer.status()).isEqualTo(200);
  }

  @Test
  void requiresAClientCertificateAndPassesOnItsSubject() throws IOException {
    IssuedCertificate ca = TestKeys.ca("a");

    // The client takes the handshake for finished; the refusal is the first thing it reads.
    assertThatThrownBy(() -> TLS.connect("mutual.example.com").getInputStream().read())
        .isInstanceOf(SSLException.class)
        .hasMessageContaining("certificate_required");
    assertThatThrownBy(
            () ->
                HttpProbe.tls(TLS_PORT, ca, TestKeys.named("rsa-c")).get("mutual.example.com", "/"))
        .isInstanceOf(IOException.class);
    Answer answer =
        HttpProbe.tls(TLS_PORT, ca, TestKeys.named("rsa-b")).get("mutual.example.com", "/");
    assertThat(answer.body())
        .containsPattern("x-forwarded-client-cert: Hash=.*Subject=.*CN=rsa-b.*DNS=");
  }

  @Test
  void redirectsPlainRequestsWhereTlsIsRequired() throws IOException {
    Answer answer = PLAIN.get("secure.example.com", "/any?q=1");

    assertThat(answer.status()).isEqualTo(301);
    assertThat(answer.header("location")).isEqualTo("https://secure.example.com/any?q=1");
  }

  @Test
  void redirectsWithTheCodeAndPartsGiven() throws IOException {
    Answer whole = PLAIN.get("plain.example.com", "/moved");
    Answer prefix = PLAIN.get("plain.example.com", "/old/page");

    assertThat(whole.status()).isEqualTo(308);
    assertThat(whole.header("location")).isEqualTo("https://new.example.com:8443/here");
    assertThat(prefix.status()).isEqualTo(302);
    assertThat(prefix.header("location")).isEqualTo("http://plain.example.com/new/page");
  }

  @Test
  void changesHeadersLiterally() throws IOException {
    Answer answer = PLAIN.get("plain.example.com", "/headers", "x-set: client", "x-secret: client");

    assertThat(answer.body())
        .contains("x-set: 100% %REQ(:path)%\n", "x-empty: \n", "host: rewritten.example.com\n")
        .contains("x-added: one", "x-added: two")
        .doesNotContain("x-secret", "x-set: client");
    assertThat(answer.header("x-response")).isEqualTo("yes");
    assertThat(answer.header("x-from-upstream")).isEmpty();
  }

  @Test
  void sharesRequestsByWeightWithHeadersOfEachShare() throws IOException {
    Answer answer = PLAIN.get("plain.example.com", "/weighted");

    assertThat(answer.body()).startsWith("second\n").contains("x-share: second");
  }

  @Test
  void matchesRegularExpressionsAgainstTheWholePathWithoutTheQuery() throws IOException {
    assertThat(PLAIN.get("plain.example.com", "/users/42?q=/").status()).isEqualTo(307);
    assertThat(PLAIN.get("plain.example.com", "/users/42/photos").status()).isEqualTo(200);
  }

  @Test
  void matchesHeaders() throws IOException {
    String[] all = {"x-exact: e", "x-prefix: p-42", "x-regex: r42", "x-present: "};

    assertThat(PLAIN.get("plain.example.com", "/matched", all).status()).isEqualTo(303);
    for (int missing = 0; missing < all.length; missing++) {
      List<String> rest = new ArrayList<>(List.of(all));
      rest.remove(missing);
      Answer answer = PLAIN.get("plain.example.com", "/matched", rest.toArray(String[]::new));
      assertThat(answer.status()).as("without %s", all[missing]).isEqualTo(200);
    }
  }

  @Test
  void ignoresThePortInTheHost() throws IOException {
    assertThat(PLAIN.get("plain.example.com:" + PLAIN_PORT, "/").status()).isEqualTo(200);
    assertThat(PLAIN.get("other.example.com", "/").status()).isEqualTo(404);
  }

  @Test
  void normalizesPathsBeforeTheyAreMatched() throws IOException {
    assertThat(PLAIN.get("plain.example.com", "/a/..//moved").status()).isEqualTo(308);
    Answer escaped = PLAIN.get("plain.example.com", "/a%2Fb");
    assertThat(escaped.status()).isEqualTo(307);
    assertThat(escaped.header("location")).isEqualTo("/a/b");
  }

  @Test
  void usesDrainingEndpointsWhileNoOtherIsLeft() throws IOException {
    assertThat(PLAIN.get("plain.example.com", "/draining").status()).isEqualTo(200);
    // In a panic Envoy would use endpoints of any health.
    assertThat(envoy.stats("lb_healthy_panic").values()).isNotEmpty().containsOnly(0L);
  }

  @Test
  void speaksHttp2ToClustersThatWantIt() throws IOException {
    // The upstream is the plain port itself.
    Answer answer = PLAIN.get("plain.example.com", "/http2/any");

    assertThat(answer.body()).startsWith("first\n");
    assertThat(envoy.stats("http2_default_svc_cluster_local.upstream_cx_http2_total").values())
        .allMatch(count -> count > 0)
        .isNotEmpty();
  }

  @Test
  void aRequestWithoutTimeoutHasNone_andOneWithItHasThat() {
    String routes = envoy.admin("/config_dump?resource=dynamic_route_configs");

    assertThat(routes).contains("\"timeout\": \"0s\"", "\"timeout\": \"1.500s\"");
  }

  @Test
  void reportsWholeClusterNamesToPrometheus() throws IOException {
    PLAIN.get("plain.example.com", "/");

    assertThat(envoy.admin("/stats/prometheus?filter=upstream_rq_total"))
        .contains(
            "envoy_cluster_upstream_rq_total{envoy_cluster_name=\""
                + FIRST.replace('.', '_')
                + "\"}");
    assertThat(envoy.admin("/stats/prometheus?filter=downstream_rq_total"))
        .contains(
            "envoy_http_downstream_rq_total{envoy_http_conn_manager_prefix=\"outbound_plain\"}");
  }

  @Test
  void aNewChainIsAddedInPlaceAndLeavesIdleConnectionsAlone() throws IOException {
    long before = envoy.stat("listener_manager.listener_in_place_updated");
    try (Socket idle = TLS.connect("simple.example.com")) {
      assertThat(HttpProbe.get(idle, "simple.example.com", "/").status()).isEqualTo(200);

      controlPlane.serve(model(List.of(simple("simple"), simple("added"), mutual())), contents());

      await()
          .ignoreExceptions()
          .atMost(Duration.ofSeconds(30))
          .until(() -> TLS.get("added.example.com", "/").status() == 200);
      assertThat(envoy.stat("listener_manager.listener_in_place_updated")).isGreaterThan(before);
      assertThat(HttpProbe.get(idle, "simple.example.com", "/").status()).isEqualTo(200);
    }
  }

  @Test
  void nothingIsRefusedAndNothingIsWarnedOf() {
    assertThat(envoy.stats("update_success").values()).anyMatch(count -> count > 0);
    assertThat(envoy.refusals()).isEmpty();
    assertThat(envoy.warnings()).isEmpty();
  }

  private static GatewayModel model(List<FilterChain> tlsChains) {
    FilterChain plain =
        new FilterChain(
            "plain", List.of(), Optional.empty(), new Handling.Http("http.plain", false), ORIGIN);
    return new GatewayModel(
        List.of(
            new Listener("plain", List.of("127.0.0.1"), PLAIN_PORT, false, List.of(plain), ORIGIN),
            new Listener("tls", List.of("127.0.0.1"), TLS_PORT, true, tlsChains, ORIGIN)),
        List.of(
            routes(
                "http.plain",
                host("first.example.com", false, List.of(all(FIRST))),
                host("plain.example.com", false, plainRoutes()),
                host("secure.example.com", true, List.of())),
            routes("https.added", host("added.example.com", false, List.of(all(FIRST)))),
            routes("https.mutual", host("mutual.example.com", false, List.of(all(FIRST)))),
            routes("https.simple", host("simple.example.com", false, List.of(all(FIRST))))),
        List.of(
            new Cluster(DRAINING, UpstreamProtocol.HTTP1, ORIGIN),
            new Cluster(FIRST, UpstreamProtocol.HTTP1, ORIGIN),
            new Cluster(OVER_HTTP2, UpstreamProtocol.HTTP2, ORIGIN),
            new Cluster(SECOND, UpstreamProtocol.HTTP1, ORIGIN)),
        List.of(
            endpoint(DRAINING, first.port(), true),
            endpoint(FIRST, first.port(), false),
            endpoint(OVER_HTTP2, PLAIN_PORT, false),
            endpoint(SECOND, second.port(), false)),
        List.of());
  }

  private static FilterChain simple(String name) {
    return chain(name, Objects.termination("credential", Optional.empty()));
  }

  private static FilterChain mutual() {
    return chain("mutual", Objects.termination("credential", Optional.of("credential-cacert")));
  }

  private static FilterChain chain(String name, TlsTermination tls) {
    return new FilterChain(
        name,
        List.of(name + ".example.com"),
        Optional.of(tls),
        new Handling.Http("https." + name, false),
        ORIGIN);
  }

  private static Map<String, Content> contents() {
    IssuedCertificate server = TestKeys.named("rsa-a");
    return Map.of(
        "credential",
        new Content.KeyPair(
            bytes(server.certificatePem()), bytes(server.keyPem()), List.of(), "fingerprint"),
        "credential-cacert",
        new Content.CaBundle(bytes(TestKeys.ca("b").certificatePem()), List.of(), "fingerprint"));
  }

  private static SecretBytes bytes(String pem) {
    return SecretBytes.of(pem.getBytes(StandardCharsets.US_ASCII));
  }

  private static RouteConfiguration routes(String name, VirtualHost... hosts) {
    return new RouteConfiguration(name, List.of(hosts), ORIGIN);
  }

  private static VirtualHost host(String host, boolean requireTls, List<Route> routes) {
    return new VirtualHost(host + ":80", List.of(host), requireTls, routes, ORIGIN);
  }

  private static EndpointAssignment endpoint(String cluster, int port, boolean draining) {
    return new EndpointAssignment(
        cluster, List.of(new Endpoint("127.0.0.1", port, draining)), ORIGIN);
  }

  private static List<Route> plainRoutes() {
    return List.of(
        new Route(
            "moved",
            exact("/moved"),
            new Redirect(
                Optional.of("/here"),
                Optional.empty(),
                Optional.of("new.example.com"),
                Optional.of("https"),
                Optional.of(8443),
                308),
            HeaderChanges.NONE,
            ORIGIN),
        redirect(new Match(new Path.Prefix("/old"), List.of()), "/new", 302),
        redirect(new Match(new Path.Regex("/users/[0-9]+"), List.of()), "/user", 307),
        redirect(
            new Match(
                new Path.Exact("/matched"),
                List.of(
                    new HeaderMatch("x-exact", new TextMatch.Exact("e")),
                    new HeaderMatch("x-prefix", new TextMatch.Prefix("p-")),
                    new HeaderMatch("x-regex", new TextMatch.Regex("r[0-9]+")),
                    new HeaderMatch("x-present", new TextMatch.Present()))),
            "/all",
            303),
        forward(
            exact("/headers"),
            headers(),
            new WeightedCluster(
                FIRST, 1, HeaderChanges.NONE, Optional.of("rewritten.example.com"))),
        forward(
            exact("/weighted"),
            HeaderChanges.NONE,
            new WeightedCluster(FIRST, 0, HeaderChanges.NONE),
            new WeightedCluster(SECOND, 1, requestSet(new HeaderValue("x-share", "second")))),
        forward(
            exact("/draining"),
            HeaderChanges.NONE,
            new WeightedCluster(DRAINING, 1, HeaderChanges.NONE)),
        forward(
            exact("/http2/any"),
            HeaderChanges.NONE,
            new WeightedCluster(
                OVER_HTTP2,
                1,
                requestSet(new HeaderValue("x-hop", "1")),
                Optional.of("first.example.com"))),
        all(FIRST));
  }

  private static Match exact(String path) {
    return new Match(new Path.Exact(path), List.of());
  }

  private static Route redirect(Match match, String prefix, int code) {
    return new Route(
        "",
        match,
        new Redirect(
            Optional.empty(),
            Optional.of(prefix),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            code),
        HeaderChanges.NONE,
        ORIGIN);
  }

  private static Route all(String cluster) {
    return forward(
        new Match(new Path.Prefix("/"), List.of()),
        HeaderChanges.NONE,
        new WeightedCluster(cluster, 1, HeaderChanges.NONE));
  }

  private static Route forward(Match match, HeaderChanges headers, WeightedCluster... clusters) {
    Optional<Duration> timeout =
        clusters.length > 1 ? Optional.of(Duration.ofMillis(1500)) : Optional.empty();
    return new Route(
        "",
        match,
        new Forward(
            List.of(clusters),
            timeout,
            Optional.of(
                new RetryPolicy(
                    2,
                    "connect-failure,refused-stream,unavailable,retriable-status-codes",
                    List.of(),
                    Optional.empty(),
                    Optional.empty(),
                    5,
                    false)),
            List.of()),
        headers,
        ORIGIN);
  }

  private static HeaderChanges requestSet(HeaderValue... values) {
    return new HeaderChanges(
        List.of(values), List.of(), List.of(), List.of(), List.of(), List.of());
  }

  private static HeaderChanges headers() {
    return new HeaderChanges(
        List.of(new HeaderValue("x-set", "100% %REQ(:path)%"), new HeaderValue("x-empty", "")),
        List.of(new HeaderValue("x-added", "one"), new HeaderValue("x-added", "two")),
        List.of("x-secret"),
        List.of(new HeaderValue("x-response", "yes")),
        List.of(),
        List.of("x-from-upstream"));
  }
}
