package io.gatehouse.status.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.credential.Credentials;
import io.gatehouse.finding.Origin;
import io.gatehouse.model.Cluster;
import io.gatehouse.model.Cluster.Discovery;
import io.gatehouse.model.Cluster.LookupFamily;
import io.gatehouse.model.Cluster.UpstreamProtocol;
import io.gatehouse.model.ClusterPolicy;
import io.gatehouse.model.EndpointAssignment;
import io.gatehouse.model.EndpointAssignment.Endpoint;
import io.gatehouse.model.GatewayModel;
import io.gatehouse.model.Listener;
import io.gatehouse.model.Listener.ClientValidation;
import io.gatehouse.model.Listener.FilterChain;
import io.gatehouse.model.Listener.Handling;
import io.gatehouse.model.Listener.TlsTermination;
import io.gatehouse.model.Route;
import io.gatehouse.model.Route.Action;
import io.gatehouse.model.Route.HeaderChanges;
import io.gatehouse.model.Route.HeaderMatch;
import io.gatehouse.model.Route.Path;
import io.gatehouse.model.Route.WeightedCluster;
import io.gatehouse.model.RouteConfiguration;
import io.gatehouse.model.RouteConfiguration.VirtualHost;
import io.gatehouse.model.TextMatch;
import io.gatehouse.status.SeedBoard;
import io.gatehouse.status.StatusBoard;
import io.gatehouse.status.report.Explanation.GroupAnswer;
import io.gatehouse.testing.Objects;
import io.gatehouse.xds.Snapshot;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExplainerTest {

  private static final Origin ORIGIN = Origin.of("VirtualService", "default", "any");

  private final StatusBoard board = new StatusBoard(Clock.systemUTC());

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "httpbin.example.com|443|/status/418|forwarded|It goes to outbound",
        "HTTPBIN.example.com|443|/delay?x=1|forwarded|It goes to outbound",
        "httpbin.example.com|8443|/status|forwarded|It goes to outbound",
        "httpbin.example.com|443|/stat|not-found|No route matches: answered with 404.",
        "httpbin.example.com|80|/status|redirected|redirects plain requests to HTTPS",
        "httpbin.example.com|9999|/|no-listener|Nothing listens for port 9999",
        "helloworld-v1.example.com|443|/|no-filter-chain|No filter chain has the SNI",
        "unknown.example.com|80|/|not-found|has no virtual host for unknown.example.com",
      })
  void the_seeds_requests_end_where_envoy_ends_them(
      String host, int port, String path, String outcome, String last) {
    SeedBoard.fill(board);
    Explanation.GroupAnswer answer = explain(host, port, path).groups().get(0);

    assertThat(answer.outcome()).isEqualTo(outcome);
    assertThat(answer.steps().get(answer.steps().size() - 1)).contains(last);
  }

  @Test
  void a_host_that_is_left_out_names_the_secret_and_what_to_do() {
    SeedBoard.fill(board);
    Explanation explanation = explain("helloworld-v1.example.com", 443, "/hello");

    assertThat(explanation.summary())
        .contains(SeedBoard.MISSING_SECRET.sentence(), SeedBoard.MISSING_SECRET.remedy());
    assertThat(explanation.findings())
        .singleElement()
        .extracting(FindingEntry::code)
        .isEqualTo("credential-missing");
    assertThat(explain("httpbin.example.com", 443, "/status").findings()).isEmpty();
  }

  @Test
  void a_host_that_no_gateway_has_is_said_so() {
    SeedBoard.fill(board);
    assertThat(explain("a.example.org", 443, "/").summary())
        .startsWith("No Gateway has a server on port 443 for the host a.example.org");
  }

  @Test
  void without_any_proxy_that_is_what_is_said() {
    board.onObjects(SeedBoard.view(), List.of());
    Explanation explanation = explain("httpbin.example.com", 443, "/");

    assertThat(explanation.summary()).startsWith("No Envoy is connected");
  }

  @Test
  void it_says_by_how_many_envoys_the_answer_is_acknowledged() {
    SeedBoard.fill(board);
    SeedBoard.connect(board, SeedBoard.ENVOY);
    board.onConnected(SeedBoard.envoy(2, "other"));
    board.onProxy(SeedBoard.envoy(2, "other"), SeedBoard.GROUP);

    assertThat(explain("httpbin.example.com", 443, "/status").groups().get(0).acknowledged())
        .isEqualTo(new Acknowledged(1, 2));
  }

  @ParameterizedTest
  @CsvSource({
    "a.example.com, exact",
    "b.example.com, narrow",
    "x.b.example.com, narrow",
    "b.example.org, any",
    "example.com, wide",
    "com, any"
  })
  void the_most_specific_server_name_wins(String host, String chain) {
    serve(
        List.of(
            chain("wide", "*.com"),
            chain("exact", "a.example.com"),
            chain("any"),
            chain("narrow", "*.example.com")),
        host("any", "*"));

    assertThat(explain(host, 8443, "/").groups().get(0).filterChain()).contains(chain);
  }

  @ParameterizedTest
  @CsvSource({"a.example.com, exact", "b.example.com, narrow", "example.com, any"})
  void the_most_specific_domain_wins(String host, String virtualHost) {
    serve(
        List.of(chain("any")),
        host("any", "*"),
        host("narrow", "*.example.com"),
        host("exact", "a.example.com"));

    assertThat(explain(host, 8443, "/").groups().get(0).virtualHost()).contains(virtualHost);
  }

  @Test
  void the_first_route_that_matches_wins_and_those_before_it_say_why_not() {
    serve(
        List.of(chain("any")),
        host(
            "any",
            "*",
            route(new Path.Exact("/a")),
            route(new Path.Regex("/[0-9]+")),
            route(new Path.Prefix("/"), new HeaderMatch(":method", new TextMatch.Exact("POST"))),
            route(new Path.Prefix("/"), new HeaderMatch("x-user", new TextMatch.Present())),
            route(
                new Path.Prefix("/"), new HeaderMatch(":authority", new TextMatch.Prefix("host"))),
            route(new Path.Prefix("/"))));

    assertThat(order("/a")).isEqualTo(1);
    assertThat(order("/12")).isEqualTo(2);
    assertThat(order("/12x")).isEqualTo(5);
    assertThat(explain("host", 8443, "/b").groups().get(0).steps())
        .anyMatch(step -> step.endsWith("does not match: it needs path = /a."))
        .anyMatch(step -> step.endsWith("does not match: it needs method = POST."))
        .anyMatch(step -> step.endsWith("does not match: it needs header x-user present."));
    Explanation post =
        Explainer.explain(board.read(), new ExplainRequest("other", 8443, "/b", "POST"));
    assertThat(post.groups().get(0).route().orElseThrow().order()).isEqualTo(3);
  }

  @Test
  void a_connection_that_is_for_another_host_is_told_with_421_and_whose_the_host_is() {
    serve(
        List.of(chain("a", "a.example.com"), chain("wild", "*.example.com")),
        host("a", "a.example.com", route(new Path.Prefix("/"))),
        new VirtualHost(VirtualHost.MISDIRECTED, List.of("*"), false, List.of(), ORIGIN));

    GroupAnswer reused = explainReused("b.example.com", "A.example.com");
    GroupAnswer unknown = explainReused("b.org", "a.example.com");
    GroupAnswer withoutName = explainReused("a.example.com", "");

    assertThat(reused.outcome()).isEqualTo("misdirected");
    assertThat(reused.steps().get(2))
        .startsWith(
            "The host b.example.com is for filter chain wild of VirtualService default/any wild,"
                + " and the server name a.example.com chose this one: answered with 421");
    assertThat(unknown.steps().get(2)).contains("none that is for it is in service", "421");
    assertThat(withoutName.outcome()).isEqualTo("no-filter-chain");
  }

  private GroupAnswer explainReused(String host, String serverName) {
    return Explainer.explain(board.read(), new ExplainRequest(host, 8443, "/", "GET", serverName))
        .groups()
        .get(0);
  }

  @Test
  void a_cluster_that_is_not_there_or_empty_answers_503() {
    serve(
        List.of(chain("any")),
        host("any", "*", route("none", new Path.Exact("/none")), route(new Path.Prefix("/"))));
    assertThat(explain("a", 8443, "/none").groups().get(0).outcome()).isEqualTo("no-cluster");
    assertThat(explain("a", 8443, "/").groups().get(0).outcome()).isEqualTo("forwarded");

    GatewayModel model = board.read().groups().get(0).model();
    publish(
        new GatewayModel(
            model.listeners(),
            model.routeConfigurations(),
            model.clusters(),
            List.of(new EndpointAssignment("there", List.of(), ORIGIN)),
            List.of()));
    assertThat(explain("a", 8443, "/").groups().get(0).outcome()).isEqualTo("no-endpoints");
  }

  @Test
  void tells_which_certificates_a_server_shows_and_whom_it_lets_in() {
    ClientValidation clients =
        new ClientValidation("ca", false, List.of("client"), List.of(), List.of(), false);
    TlsTermination tls =
        new TlsTermination(
            List.of("rsa", "ec"), Optional.of(clients), Listener.TlsParameters.DEFAULT);
    serve(
        List.of(
            new FilterChain(
                "one",
                List.of("host"),
                Optional.of(tls),
                new Listener.Handling.Http("routes", false),
                ORIGIN)),
        host("host:443", "host", route(new Path.Prefix("/"))));

    assertThat(explain("host", 8443, "/").groups().get(0).steps())
        .anySatisfy(
            step ->
                assertThat(step)
                    .contains(
                        "answers with one of the certificates rsa, ec and verifies the certificate"
                            + " of a client that has one by ca, of those that the server names."));
  }

  @Test
  void a_cluster_whose_endpoints_envoy_looks_up_has_them() {
    serve(List.of(chain("any")), host("any", "*", route(new Path.Prefix("/"))));
    GatewayModel model = board.read().groups().get(0).model();
    publish(
        new GatewayModel(
            model.listeners(),
            model.routeConfigurations(),
            List.of(
                new Cluster(
                    "there",
                    UpstreamProtocol.HTTP1,
                    new Discovery.Dns(
                        List.of(new Endpoint("a.example.org", 80, false)),
                        false,
                        LookupFamily.IPV4),
                    ClusterPolicy.DEFAULT,
                    ORIGIN)),
            List.of(),
            List.of()));

    assertThat(explain("a", 8443, "/").groups().get(0).outcome()).isEqualTo("forwarded");
  }

  private int order(String path) {
    return explain("host", 8443, path).groups().get(0).route().orElseThrow().order();
  }

  private Explanation explain(String host, int port, String path) {
    return Explainer.explain(board.read(), new ExplainRequest(host, port, path, "GET"));
  }

  private void serve(List<FilterChain> chains, VirtualHost... hosts) {
    publish(
        new GatewayModel(
            List.of(new Listener("0.0.0.0_8443", List.of("0.0.0.0"), 8443, true, chains, ORIGIN)),
            List.of(new RouteConfiguration("routes", Arrays.asList(hosts), ORIGIN)),
            List.of(new Cluster("there", UpstreamProtocol.HTTP1, ORIGIN)),
            List.of(
                new EndpointAssignment(
                    "there", List.of(new Endpoint("10.0.0.1", 80, false)), ORIGIN)),
            List.of()));
  }

  private void publish(GatewayModel model) {
    board.onGroup(SeedBoard.GROUP, () -> model, Credentials.NONE, Snapshot.EMPTY, List.of());
  }

  private static FilterChain chain(String name, String... serverNames) {
    return new FilterChain(
        name,
        List.of(serverNames),
        Optional.of(Objects.termination("certificate", Optional.empty())),
        new Handling.Http("routes", false),
        ORIGIN.at(name));
  }

  private static VirtualHost host(String name, String domain, Route... routes) {
    return new VirtualHost(name, List.of(domain), false, List.of(routes), ORIGIN);
  }

  private static Route route(Path path, HeaderMatch... headers) {
    return route("there", path, headers);
  }

  private static Route route(String cluster, Path path, HeaderMatch... headers) {
    return new Route(
        "",
        new Route.Match(path, List.of(headers)),
        new Action.Forward(
            List.of(new WeightedCluster(cluster, 1, HeaderChanges.NONE)),
            Optional.empty(),
            Optional.empty(),
            List.of()),
        HeaderChanges.NONE,
        ORIGIN.at("spec.http"));
  }
}
