package io.gatehouse.translate.istio;

import static io.gatehouse.testing.Objects.INGRESS;
import static io.gatehouse.testing.Objects.destination;
import static io.gatehouse.testing.Objects.forward;
import static io.gatehouse.testing.Objects.match;
import static io.gatehouse.testing.Objects.service;
import static io.gatehouse.testing.Objects.virtualService;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.finding.Finding;
import io.gatehouse.finding.FindingCode;
import io.gatehouse.model.RetryPolicy;
import io.gatehouse.model.Route;
import io.gatehouse.model.Route.Action;
import io.gatehouse.model.Route.HeaderMatch;
import io.gatehouse.model.Route.HeaderValue;
import io.gatehouse.model.Route.Path;
import io.gatehouse.model.Route.QueryMatch;
import io.gatehouse.model.Route.WeightedCluster;
import io.gatehouse.model.TextMatch;
import io.gatehouse.resource.istio.Destination;
import io.gatehouse.resource.istio.HeaderOperations;
import io.gatehouse.resource.istio.HeaderOperations.Operations;
import io.gatehouse.resource.istio.HttpMatch;
import io.gatehouse.resource.istio.HttpMatch.StringMatch;
import io.gatehouse.resource.istio.HttpRoute;
import io.gatehouse.resource.istio.HttpRoute.RouteAction;
import io.gatehouse.resource.istio.HttpRoute.WeightedDestination;
import io.gatehouse.resource.istio.MatchScope;
import io.gatehouse.resource.istio.RouteSettings;
import io.gatehouse.testing.Objects.VirtualServiceOf;
import io.gatehouse.translate.common.Findings;
import io.gatehouse.translate.istio.DestinationResolver.Traffic;
import io.gatehouse.view.ObjectView;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RouteBuilderTest {

  private static final String CLUSTER = "outbound|8000||httpbin.default.svc.cluster.local";

  private final Findings findings = new Findings();

  @Test
  void each_alternative_of_a_match_is_a_route_in_order() {
    List<Route> routes = build(vs().prefix("httpbin", 8000, "/status", "/delay"));

    assertThat(routes)
        .extracting(route -> route.match().path())
        .containsExactly(new Path.Prefix("/status"), new Path.Prefix("/delay"));
    assertThat(routes)
        .extracting(route -> route.origin().field())
        .containsExactly("spec.http[0].match[0]", "spec.http[0].match[1]");
    assertThat(forwardOf(routes.get(0)).clusters())
        .containsExactly(new WeightedCluster(CLUSTER, 1, Route.HeaderChanges.NONE));
  }

  @Test
  void a_route_without_match_takes_every_request() {
    Route route = build(vs().prefix("httpbin", 8000)).get(0);

    assertThat(route.match()).isEqualTo(new Route.Match(new Path.Prefix("/"), List.of()));
    assertThat(route.origin().field()).isEqualTo("spec.http[0]");
  }

  @Test
  void paths_keep_their_kind() {
    List<Route> routes =
        build(
            vs().route(
                    List.of(
                        match(0, new StringMatch.Exact("/a")),
                        match(1, new StringMatch.Regex("/b.*")),
                        match(2, new StringMatch.Prefix("/c")),
                        match(3, new StringMatch.Prefix(""))),
                    forward("httpbin", 8000)));

    assertThat(routes)
        .extracting(route -> route.match().path())
        .containsExactly(
            new Path.Exact("/a"),
            new Path.Regex("/b.*"),
            new Path.Prefix("/c"),
            new Path.Prefix("/"));
  }

  @Test
  void method_authority_scheme_and_headers_become_header_matches_in_order_of_name() {
    HttpMatch match =
        new HttpMatch(
            0,
            "",
            "",
            Optional.empty(),
            false,
            Optional.of(new StringMatch.Exact("https")),
            Optional.of(new StringMatch.Exact("GET")),
            Optional.of(new StringMatch.Prefix("a.")),
            new TreeMap<>(
                Map.of("x-b", new StringMatch.Present(), "x-a", new StringMatch.Regex("v.*"))),
            new TreeMap<>(Map.of("x-a", new StringMatch.Exact("vain"))),
            new TreeMap<>(Map.of("q", new StringMatch.Present())),
            Optional.empty(),
            MatchScope.ANY);

    assertThat(build(vs().route(List.of(match), forward("httpbin", 8000))).get(0).match())
        .isEqualTo(
            new Route.Match(
                new Path.Prefix("/"),
                false,
                List.of(
                    new HeaderMatch(":authority", new TextMatch.Prefix("a.")),
                    new HeaderMatch(":method", new TextMatch.Exact("GET")),
                    new HeaderMatch(":scheme", new TextMatch.Exact("https")),
                    new HeaderMatch("x-a", new TextMatch.Regex("v.*")),
                    new HeaderMatch("x-a", new TextMatch.Exact("vain"), true),
                    new HeaderMatch("x-b", new TextMatch.Present())),
                List.of(new QueryMatch("q", new TextMatch.Present()))));
  }

  @Test
  void routes_are_named_after_route_and_match() {
    HttpMatch named =
        new HttpMatch(
            0,
            "m",
            "stats",
            Optional.of(new StringMatch.Exact("/a")),
            true,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            new TreeMap<>(),
            new TreeMap<>(),
            new TreeMap<>(),
            Optional.empty(),
            MatchScope.ANY);
    HttpRoute route =
        new HttpRoute(
            0,
            "r",
            List.of(named, match(1, new StringMatch.Exact("/b"))),
            forward("httpbin", 8000),
            RouteSettings.NONE);

    List<Route> routes = build(vs().route(route));

    assertThat(routes).extracting(Route::name).containsExactly("r.m", "r");
    assertThat(routes).extracting(Route::statPrefix).containsExactly("stats", "");
    assertThat(routes).extracting(built -> built.match().ignoreCase()).containsExactly(true, false);
  }

  @Test
  void what_follows_a_catch_all_is_cut_with_a_warning() {
    List<Route> routes =
        build(
            vs().prefix("httpbin", 8000, "/a", "/", "/b")
                .prefix("missing", 1, "/c")
                .prefix("httpbin", 8000));

    assertThat(routes)
        .extracting(route -> route.origin().field())
        .containsExactly("spec.http[0].match[0]", "spec.http[0].match[1]");
    assertThat(findings.sorted())
        .allSatisfy(finding -> assertThat(finding.code()).isEqualTo(FindingCode.ROUTE_SHADOWED))
        .allSatisfy(finding -> assertThat(finding.sentence()).contains("spec.http[0].match[1]"))
        .extracting(finding -> finding.origin().field())
        .containsExactly("spec.http[0].match[2]", "spec.http[1].match[0]", "spec.http[2]");
  }

  @Test
  void a_match_that_was_there_before_is_cut_with_a_warning() {
    assertThat(build(vs().prefix("httpbin", 8000, "/a").prefix("httpbin", 8000, "/a", "/b")))
        .extracting(route -> route.origin().field())
        .containsExactly("spec.http[0].match[0]", "spec.http[1].match[1]");
    assertThat(only(FindingCode.ROUTE_SHADOWED).origin().field())
        .isEqualTo("spec.http[1].match[0]");
  }

  @Test
  void a_forwarding_route_has_istios_default_retries_and_its_own_timeout() {
    HttpRoute route =
        new HttpRoute(0, "", List.of(), forward("httpbin", 8000), timeout(Duration.ofSeconds(3)));

    Action.Forward forward = forwardOf(build(vs().route(route)).get(0));

    assertThat(forward.timeout()).contains(Duration.ofSeconds(3));
    assertThat(forward.retry())
        .contains(
            new RetryPolicy(
                2,
                "connect-failure,refused-stream,unavailable,cancelled,retriable-status-codes",
                List.of(),
                Optional.empty(),
                Optional.empty(),
                5,
                false));
    assertThat(forwardOf(build(vs().prefix("httpbin", 8000)).get(0)).timeout()).isEmpty();
    HttpRoute none =
        new HttpRoute(0, "", List.of(), forward("httpbin", 8000), timeout(Duration.ZERO));
    assertThat(forwardOf(build(vs().route(none)).get(0)).timeout()).isEmpty();
  }

  @Test
  void destinations_share_by_weight_and_those_of_weight_zero_are_dropped() {
    assertThat(weights(to(0, 75), to(1, 25))).containsExactly(75, 25);
    assertThat(weights(to(0, 75), to(1, 0), to(2, 25))).containsExactly(75, 25);
    assertThat(weights(to(0, 30), to(1, 0))).containsExactly(1);
    assertThat(weights(to(0, 0))).containsExactly(1);
  }

  @Test
  void weights_beyond_envoys_32_bits_keep_their_proportion() {
    int most = Integer.MAX_VALUE;

    List<Integer> weights = weights(to(0, most), to(1, most), to(2, most), to(3, 1));

    assertThat(weights.stream().mapToLong(Integer::longValue).sum()).isLessThan(1L << 32);
    assertThat(weights.get(0)).isEqualTo(weights.get(1)).isEqualTo(weights.get(2));
    assertThat(weights.get(3)).isEqualTo(1);
  }

  @Test
  void a_redirect_replaces_path_or_prefix_as_asked() {
    assertThat(redirect(Optional.of("/new"), false))
        .isEqualTo(
            new Action.Redirect(
                Optional.of("/new"),
                Optional.empty(),
                Optional.of("b.example.com"),
                Optional.of("https"),
                Optional.of(8443),
                308));
    assertThat(redirect(Optional.of("/new"), true))
        .isEqualTo(
            new Action.Redirect(
                Optional.empty(),
                Optional.of("/new"),
                Optional.of("b.example.com"),
                Optional.of("https"),
                Optional.of(8443),
                308));
  }

  @Test
  void header_operations_keep_their_place() {
    HeaderOperations operations =
        new HeaderOperations(
            operations(Map.of("x-set", "1"), Map.of("x-add", "2"), "x-gone"),
            operations(Map.of("y-set", "3"), Map.of("y-add", "4"), "y-gone"));

    assertThat(build(vs().route(route(operations))).get(0).headers())
        .isEqualTo(
            new Route.HeaderChanges(
                List.of(new HeaderValue("x-set", "1")),
                List.of(new HeaderValue("x-add", "2")),
                List.of("x-gone"),
                List.of(new HeaderValue("y-set", "3")),
                List.of(new HeaderValue("y-add", "4")),
                List.of("y-gone")));
    assertThat(findings.sorted()).isEmpty();
  }

  @Test
  void setting_the_host_rewrites_it_and_a_destinations_own_wins() {
    HeaderOperations routes = setOnRequest(Map.of(":authority", "route.example.com", "x", "1"));
    HeaderOperations own = setOnRequest(Map.of("Host", "own.example.com"));
    HttpRoute route =
        new HttpRoute(
            0,
            "",
            List.of(),
            new RouteAction.Forward(
                List.of(
                    destination(0, "httpbin", Optional.of(8000), 1),
                    new WeightedDestination(
                        1,
                        new Destination("httpbin", Optional.of(8000), Optional.empty()),
                        1,
                        own))),
            RouteSettings.headers(routes));

    Route built = build(vs().route(route)).get(0);

    assertThat(forwardOf(built).clusters())
        .extracting(WeightedCluster::hostRewrite)
        .containsExactly(Optional.of("route.example.com"), Optional.of("own.example.com"));
    assertThat(built.headers().requestSet()).containsExactly(new HeaderValue("x", "1"));
    assertThat(findings.sorted()).isEmpty();
  }

  @Test
  void headers_that_envoy_does_not_let_change_are_left_out_with_a_finding() {
    HeaderOperations operations =
        new HeaderOperations(
            operations(Map.of(":path", "/"), Map.of("Host", "a"), ":method"),
            operations(Map.of(":status", "200"), Map.of(), "host"));

    assertThat(build(vs().route(route(operations))).get(0).headers())
        .isEqualTo(Route.HeaderChanges.NONE);
    assertThat(findings.sorted())
        .allSatisfy(finding -> assertThat(finding.code()).isEqualTo(FindingCode.UNSUPPORTED_FIELD))
        .extracting(finding -> finding.origin().field())
        .containsExactly(
            "spec.http[0].headers.request.add",
            "spec.http[0].headers.request.remove",
            "spec.http[0].headers.request.set",
            "spec.http[0].headers.response.remove",
            "spec.http[0].headers.response.set");
  }

  private static VirtualServiceOf vs() {
    return virtualService("default/httpbin").hosts("httpbin.example.com");
  }

  private List<Route> build(VirtualServiceOf virtualService) {
    ObjectView view =
        ObjectView.of(List.of(service("default/httpbin").port("http", 8000, 80).build()));
    HeaderChangesBuilder headers = new HeaderChangesBuilder(findings);
    DestinationResolver destinations =
        new DestinationResolver(
            view, INGRESS, new ServiceHosts("cluster.local"), findings, Traffic.REQUESTS);
    return new RouteBuilder(INGRESS, new ActionBuilder(destinations, headers), headers, findings)
        .build(new DelegateResolver(view, findings).resolve(virtualService.build())).stream()
            .map(ScopedRoute::route)
            .toList();
  }

  private static HttpRoute route(HeaderOperations operations) {
    return new HttpRoute(
        0, "", List.of(), forward("httpbin", 8000), RouteSettings.headers(operations));
  }

  private static RouteSettings timeout(Duration timeout) {
    return new RouteSettings(
        HeaderOperations.NONE,
        Optional.of(timeout),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static HeaderOperations setOnRequest(Map<String, String> set) {
    return new HeaderOperations(operations(set, Map.of()), Operations.NONE);
  }

  private static Operations operations(
      Map<String, String> set, Map<String, String> add, String... remove) {
    return new Operations(new TreeMap<>(set), new TreeMap<>(add), List.of(remove));
  }

  private static WeightedDestination to(int index, int weight) {
    return destination(index, "httpbin", Optional.of(8000), weight);
  }

  private List<Integer> weights(WeightedDestination... destinations) {
    Route route =
        build(vs().route(List.of(), new RouteAction.Forward(List.of(destinations)))).get(0);
    return forwardOf(route).clusters().stream().map(WeightedCluster::weight).toList();
  }

  private Action redirect(Optional<String> uri, boolean prefixRewrite) {
    return build(
            vs().route(
                    List.of(match(0, new StringMatch.Prefix("/old"))),
                    new RouteAction.Redirect(
                        uri,
                        prefixRewrite,
                        Optional.of("b.example.com"),
                        Optional.of("https"),
                        Optional.of(8443),
                        false,
                        308)))
        .get(0)
        .action();
  }

  private static Action.Forward forwardOf(Route route) {
    return (Action.Forward) route.action();
  }

  private Finding only(FindingCode code) {
    assertThat(findings.sorted()).extracting(Finding::code).containsExactly(code);
    return findings.sorted().get(0);
  }
}
