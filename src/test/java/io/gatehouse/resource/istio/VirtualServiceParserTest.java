package io.gatehouse.resource.istio;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.resource.ObjectName;
import io.gatehouse.resource.Objects;
import io.gatehouse.resource.Parsed;
import io.gatehouse.resource.istio.HeaderOperations.Operations;
import io.gatehouse.resource.istio.HttpMatch.StringMatch.Exact;
import io.gatehouse.resource.istio.HttpMatch.StringMatch.Prefix;
import io.gatehouse.resource.istio.HttpMatch.StringMatch.Present;
import io.gatehouse.resource.istio.HttpMatch.StringMatch.Regex;
import io.gatehouse.resource.istio.HttpRoute.RouteAction.Forward;
import io.gatehouse.resource.istio.HttpRoute.RouteAction.Redirect;
import io.gatehouse.resource.istio.HttpRoute.WeightedDestination;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VirtualServiceParserTest {

  private static final String TO_B = "route: [{destination: {host: b}}]";

  @Test
  void reads_the_virtual_service_of_the_task() {
    VirtualService service =
        Objects.clean(
            VirtualService.class,
            """
            apiVersion: networking.istio.io/v1alpha3
            kind: VirtualService
            metadata:
              name: httpbin
            spec:
              hosts:
              - "httpbin.example.com"
              gateways:
              - mygateway
              http:
              - match:
                - uri:
                    prefix: /status
                - uri:
                    prefix: /delay
                route:
                - destination:
                    port:
                      number: 8000
                    host: httpbin
            """);

    assertThat(service.hosts()).containsExactly("httpbin.example.com");
    assertThat(service.gateways()).containsExactly(new ObjectName("default", "mygateway"));
    assertThat(service.http())
        .containsExactly(
            new HttpRoute(
                0,
                "",
                List.of(uri(0, new Prefix("/status")), uri(1, new Prefix("/delay"))),
                new Forward(
                    List.of(
                        new WeightedDestination(
                            0,
                            destination("httpbin", Optional.of(8000)),
                            0,
                            HeaderOperations.NONE))),
                HeaderOperations.NONE,
                Optional.empty()));
  }

  @Test
  void reads_hosts_gateways_and_export() {
    VirtualService service =
        Objects.clean(
            VirtualService.class,
            """
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: v, namespace: team}
            spec:
              hosts: [WWW.example.com, "*.example.com", "*", www.example.com]
              gateways: [mesh, a, edge/b, ./a]
              exportTo: [., edge]
              http: [{route: [{destination: {host: b}}]}]
            """);

    assertThat(service.hosts()).containsExactly("www.example.com", "*.example.com", "*");
    assertThat(service.gateways())
        .containsExactly(new ObjectName("team", "a"), new ObjectName("edge", "b"));
    assertThat(service.exportTo()).containsExactly(".", "edge");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "gateways: [mesh]", "gateways: []", "gateways: null"})
  void says_nothing_of_one_that_is_on_no_gateway(String gateways) {
    VirtualService service =
        Objects.clean(
            VirtualService.class,
            """
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: v}
            spec:
              %s
              hosts: [reviews]
              http: [{fault: {}, nonsense: 1}]
            """
                .formatted(gateways));

    assertThat(service.gateways()).isEmpty();
    assertThat(service.http()).isEmpty();
  }

  @Test
  void reads_every_condition_of_a_match() {
    HttpMatch match =
        match(
            """
            name: m
            uri: {regex: "/a.*"}
            method: {exact: GET}
            authority: {prefix: www.}
            headers:
              X-One: {exact: a}
              x-two: {prefix: b}
              x-three: {regex: c+}
              x-four: {}
              x-five: {regex: "*"}
              x-six: {exact: ""}
            """);

    assertThat(match)
        .isEqualTo(
            new HttpMatch(
                0,
                "m",
                Optional.of(new Regex("/a.*")),
                Optional.of(new Exact("GET")),
                Optional.of(new Prefix("www.")),
                new TreeMap<>(
                    Map.of(
                        "x-one", new Exact("a"),
                        "x-two", new Prefix("b"),
                        "x-three", new Regex("c+"),
                        "x-four", new Present(),
                        "x-five", new Present(),
                        "x-six", new Present()))));
  }

  @Test
  void takes_an_empty_prefix_of_the_path_for_any_path() {
    assertThat(match("uri: {prefix: ''}").isCatchAll()).isTrue();
  }

  /** An alternative that is narrower than can be served is left out, and no other. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "queryParams: {a: {exact: b}} | unsupported-field queryParams: queryParams, which matches parameters of the query, is not supported",
        "withoutHeaders: {a: {}} | unsupported-field withoutHeaders: withoutHeaders, which excludes requests with these headers, is not supported",
        "ignoreUriCase: true | unsupported-field ignoreUriCase: ignoreUriCase, which matches the path in any case, is not supported",
        "port: 80 | unsupported-field port: port, which matches the port that requests come in at, is not supported",
        "scheme: {exact: https} | unsupported-field scheme: scheme, which matches the scheme of requests, is not supported",
        "gateways: [a] | unsupported-field gateways: gateways, which narrows the match to some of the Gateways, is not supported",
        "sourceLabels: {a: b} | unsupported-field sourceLabels: sourceLabels, which matches labels of the workload that sends, is not supported",
        "queryparam: {a: {exact: b}} | unsupported-field queryparam: queryparam is not a field of a match",
        "uri: {suffix: b} | unsupported-field uri.suffix: suffix is not a field of a string match",
        "uri: {} | invalid-field uri: uri says nothing to match",
        "uri: {exact: /a, prefix: /b} | invalid-field uri: uri has several forms",
        "uri: {prefix: a} | invalid-field uri.prefix: prefix is \"a\", and every path begins with a slash",
        "uri: {exact: ''} | invalid-field uri.exact: exact is \"\", and every path begins with a slash",
        "uri: {regex: ''} | invalid-field uri.regex: regex is \"\", and every path begins with a slash",
        "uri: {regex: '(a'} | invalid-field uri.regex: regex is \"(a\", which is not a regular expression",
        "uri: {regex: '(?=a)'} | invalid-field uri.regex: regex is \"(?=a)\", which is not a regular expression",
        "uri: /a | invalid-field uri: uri is text, where an object is expected",
        "method: {exact: ''} | invalid-field method.exact: exact is \"\", which no request has",
        "method: {exact: 5} | invalid-field method.exact: exact is a number, where text is expected",
        "headers: {a: b} | invalid-field headers.a: a is text, where an object is expected",
        "headers: {'a b': {}} | invalid-field headers[\"a b\"]: headers[\"a b\"] is not the name of a header",
        "headers: {':path': {exact: /}} | invalid-field headers[\":path\"]: headers[\":path\"] is not the name of a header",
        "headers: {method: {exact: GET}} | invalid-field headers.method: method is not the name of a header",
        "headers: {a: {}, A: {exact: b}} | invalid-field headers.A: A is there twice, in another case",
        "headers: {'@request.auth.claims.sub': {exact: b}} | unsupported-field headers[\"@request.auth.claims.sub\"]: headers[\"@request.auth.claims.sub\"] matches what a token claims, and is not supported",
        "headers: [a] | invalid-field headers: headers is a list, where a map is expected",
      })
  void leaves_out_only_the_alternative_that_cannot_be_honoured(String condition, String said) {
    Parsed parsed =
        Objects.parse(
            object("- {match: [{" + condition + "}, {uri: {prefix: /b}}], " + TO_B + "}"));

    assertThat(routes(parsed).get(0).matches()).containsExactly(uri(1, new Prefix("/b")));
    String code = said.substring(0, said.indexOf(' ') + 1);
    assertThat(Objects.said(parsed))
        .containsExactly(
            "ERROR "
                + code
                + "spec.http[0].match[0]."
                + said.substring(code.length())
                + ": the match is left out.");
  }

  @Test
  void leaves_out_a_route_without_an_alternative_that_can_be_honoured() {
    Parsed parsed =
        Objects.parse(
            object("- {match: [{port: 80}, null], " + TO_B + "}\n- {name: other, " + TO_B + "}"));

    assertThat(routes(parsed)).extracting(HttpRoute::name).containsExactly("other");
    assertThat(Objects.said(parsed))
        .contains(
            "ERROR invalid-field spec.http[0].match: no match of the route can be honoured:"
                + " the route is left out.");
  }

  @Test
  void keeps_a_match_without_its_name_of_statistics() {
    Parsed parsed =
        Objects.parse(object("- {match: [{uri: {prefix: /b}, statPrefix: s}], " + TO_B + "}"));

    assertThat(routes(parsed).get(0).matches()).hasSize(1);
    assertThat(Objects.said(parsed))
        .containsExactly(
            "WARNING unsupported-field spec.http[0].match[0].statPrefix: statPrefix, which names"
                + " the statistics of the route, is not supported: the match is served without it.");
  }

  /** A route that would do another thing than asked is left out, and no other. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "route: [] | invalid-field : the route says neither route nor redirect",
        "route: 5 | invalid-field .route: route is a number, where a list is expected",
        "rewrite: {uri: /x}, route: [{destination: {host: b}}] | unsupported-field .rewrite: rewrite, which changes path or host, is not supported",
        "delegate: {name: x} | unsupported-field .delegate: delegate, which leaves the routing to another VirtualService, is not supported",
        "directResponse: {status: 200} | unsupported-field .directResponse: directResponse, which answers in place of a backend, is not supported",
        "route: [{}] | invalid-field .route[0].destination: destination is missing",
        "route: [{destination: {}}] | invalid-field .route[0].destination.host: host is missing",
        "route: [{destination: {host: b, port: {number: 0}}}] | invalid-field .route[0].destination.port.number: number is 0, which is not from 1 to 65535",
        "route: [{destination: {host: b}, weight: -1}] | invalid-field .route[0].weight: weight is -1, which is not from 0 to 2147483647",
        "route: [{destination: {host: b}}, {destination: {host: c}}] | invalid-field .route: the weights of the destinations add up to 0",
        "route: [{destination: {host: b}}], redirect: {uri: /x} | invalid-field .redirect: the route both forwards and redirects",
        "route: [{destination: {host: b}}], timeout: 5 | invalid-field .timeout: timeout is a number, where text is expected",
        "route: [{destination: {host: b}}], timeout: 5 s | invalid-field .timeout: timeout is \"5 s\", which is not a duration",
        "redirect: {} | invalid-field .redirect: the redirect changes nothing, and would lead to itself for ever",
        "redirect: {uri: /x, prefixRewrite: /y} | invalid-field .redirect.prefixRewrite: the redirect has both uri and prefixRewrite",
        "redirect: {uri: /x, redirectCode: 304} | invalid-field .redirect.redirectCode: redirectCode is 304, which is not a code of a redirect",
        "redirect: {uri: /x, scheme: ftp} | invalid-field .redirect.scheme: scheme is \"ftp\"",
        "redirect: {uri: /x, port: 0} | invalid-field .redirect.port: port is 0, which is not from 1 to 65535",
        "redirect: {uri: \"/x\\n\"} | invalid-field .redirect.uri: uri has control characters",
        "redirect: {uri: /x, derivePort: FROM_REQUEST_PORT} | unsupported-field .redirect.derivePort: derivePort, which takes the port from the request, is not supported",
        "match: [{uri: {exact: /a}}], redirect: {prefixRewrite: /x} | invalid-field .redirect.prefixRewrite: prefixRewrite replaces a prefix, and a match of the route is by none",
      })
  void leaves_out_only_the_route_that_cannot_be_honoured(String route, String said) {
    Parsed parsed = Objects.parse(object("- {" + route + "}\n- {name: other, " + TO_B + "}"));

    assertThat(routes(parsed)).extracting(HttpRoute::name).containsExactly("other");
    assertThat(Objects.said(parsed))
        .containsExactly(
            "ERROR " + said.replaceFirst(" ", " spec.http[0]") + ": the route is left out.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "fault: {delay: {fixedDelay: 5s}}",
        "mirror: {host: c}",
        "mirrors: [{destination: {host: c}}]",
        "mirrorPercentage: {value: 5}",
        "corsPolicy: {allowMethods: [GET]}",
        "retries: {attempts: 5}",
        "retries: {}",
        "websocketUpgrade: true"
      })
  void serves_a_route_without_what_does_not_change_where_it_leads(String field) {
    Parsed parsed = Objects.parse(object("- {" + field + ", " + TO_B + "}"));

    assertThat(routes(parsed)).hasSize(1);
    assertThat(Objects.said(parsed)).hasSize(1);
    assertThat(Objects.said(parsed).get(0))
        .startsWith(
            "WARNING unsupported-field spec.http[0]." + field.substring(0, field.indexOf(':')))
        .endsWith(": the route is served without it.");
  }

  @Test
  void serves_http_beside_tls_and_tcp_routes() {
    Parsed parsed =
        Objects.parse(
            object("- {" + TO_B + "}") + "  tls: [{match: [{}]}]\n  tcp: [{route: []}]\n");

    assertThat(routes(parsed)).hasSize(1);
    assertThat(Objects.said(parsed))
        .contains(
            "ERROR invalid-field spec.tls[0].match: no match of the route can be honoured: the"
                + " route is left out.",
            "ERROR invalid-field spec.tcp[0].route: route is empty: the route is left out.");
  }

  @Test
  void reads_redirects() {
    assertThat(
            action(
                "{redirect: {uri: /x, authority: a.b, scheme: HTTPS, port: 8443, redirectCode: 308}}"))
        .isEqualTo(
            new Redirect(
                Optional.of("/x"),
                false,
                Optional.of("a.b"),
                Optional.of("https"),
                Optional.of(8443),
                308));
    assertThat(
            action(
                "{match: [{uri: {prefix: /a}}, {method: {exact: GET}}],"
                    + " redirect: {prefixRewrite: /x, derivePort: FROM_PROTOCOL_DEFAULT}}"))
        .isEqualTo(
            new Redirect(
                Optional.of("/x"),
                true,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                301));
  }

  @Test
  void reads_weighted_destinations_with_headers_of_their_own() {
    assertThat(
            action(
                """
                route:
                - {destination: {host: b}, weight: 90}
                - {destination: {host: c.d.svc.cluster.local, port: {number: 80}}, weight: "10",
                   headers: {response: {add: {x-canary: "1"}}}}
                - {destination: {host: e}}
                """))
        .isEqualTo(
            new Forward(
                List.of(
                    new WeightedDestination(
                        0, destination("b", Optional.empty()), 90, HeaderOperations.NONE),
                    new WeightedDestination(
                        1,
                        destination("c.d.svc.cluster.local", Optional.of(80)),
                        10,
                        new HeaderOperations(
                            Operations.NONE,
                            new Operations(
                                new TreeMap<>(),
                                new TreeMap<>(Map.of("x-canary", "1")),
                                List.of()))),
                    new WeightedDestination(
                        2, destination("e", Optional.empty()), 0, HeaderOperations.NONE))));
  }

  @Test
  void reads_header_operations() {
    VirtualService service =
        Objects.clean(
            VirtualService.class,
            object(
                """
                - headers:
                    request:
                      set: {Host: a.b, X-One: "1 é\\t"}
                      add: {x-two: ""}
                      remove: [X-Three, x-three]
                    response: {set: {x-four: v}}
                  %s
                """
                    .formatted(TO_B)));

    assertThat(service.http().get(0).headers())
        .isEqualTo(
            new HeaderOperations(
                new Operations(
                    new TreeMap<>(Map.of("host", "a.b", "x-one", "1 é\t")),
                    new TreeMap<>(Map.of("x-two", "")),
                    List.of("x-three")),
                new Operations(new TreeMap<>(Map.of("x-four", "v")), new TreeMap<>(), List.of())));
  }

  /** Envoy would refuse all routes of the port for any of these. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "request: {set: {':method': GET}} | request.set[\":method\"]",
        "request: {add: {':authority': a.b}} | request.add[\":authority\"]",
        "request: {add: {Host: a.b}} | request.add.Host",
        "request: {remove: [host]} | request.remove[0]",
        "request: {remove: [':path']} | request.remove[0]",
        "response: {set: {host: a.b}} | response.set.host",
        "response: {set: {':status': '200'}} | response.set[\":status\"]",
        "request: {set: {'a b': c}} | request.set[\"a b\"]",
        "request: {set: {'': c}} | request.set[\"\"]",
        "request: {set: {a: \"b\\nc\"}} | request.set.a",
        "request: {set: {a: \"b\\0c\"}} | request.set.a",
        "request: {set: {a: 5}} | request.set.a",
        "request: {remove: ['']} | request.remove[0]",
      })
  void leaves_out_only_the_header_that_is_wrong(String operation, String field) {
    String operations = operation.replace("\\0", "\\u0000");
    Parsed parsed = Objects.parse(object("- {headers: {" + operations + "}, " + TO_B + "}"));

    assertThat(routes(parsed).get(0).headers()).isEqualTo(HeaderOperations.NONE);
    assertThat(Objects.said(parsed)).hasSize(1);
    assertThat(Objects.said(parsed).get(0))
        .startsWith("ERROR invalid-field spec.http[0].headers." + field + ": ")
        .endsWith(": the header is left out.");
  }

  @Test
  void never_shows_the_value_of_a_header() {
    Parsed parsed =
        Objects.parse(
            object("- {headers: {request: {set: {authorization: \"s3cret\\n\"}}}, " + TO_B + "}"));

    assertThat(parsed.findings()).hasSize(1);
    assertThat(parsed.findings().toString()).doesNotContain("s3cret");
  }

  @ParameterizedTest
  @CsvSource({"5s,PT5S", "0.5s,PT0.5S", "1h2m3.5s,PT1H2M3.5S", "100ms,PT0.1S", "0s,", "0,", "'',"})
  void reads_timeouts(String timeout, Duration expected) {
    VirtualService service =
        Objects.clean(VirtualService.class, object("- {timeout: '" + timeout + "', " + TO_B + "}"));

    assertThat(service.http().get(0).timeout()).isEqualTo(Optional.ofNullable(expected));
  }

  /** Fewer of them, and more workloads would see it, or none. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "gateways: [g], exportTo: [5]",
        "gateways: [g], exportTo: ['']",
        "gateways: a",
        "gateways: [g], hosts: a",
        "gateways: [g], hosts: [a.b], http: {}"
      })
  void keeps_the_last_good_version_where_a_whole_list_is_wrong(String spec) {
    Parsed parsed =
        Objects.parse(
            "{apiVersion: networking.istio.io/v1, kind: VirtualService, metadata: {name: v},"
                + " spec: {"
                + spec
                + "}}");

    assertThat(parsed.resource()).isEmpty();
    assertThat(Objects.said(parsed)).isNotEmpty();
  }

  @Test
  void leaves_out_only_the_host_or_gateway_that_is_wrong() {
    Parsed parsed =
        Objects.parse(
            """
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: v}
            spec:
              hosts: [a*b, a.b, 5]
              gateways: [a/b/c, /g, g, 5]
              http: [{route: [{destination: {host: b}}]}]
            """);

    VirtualService service = (VirtualService) parsed.resource().orElseThrow();
    assertThat(service.hosts()).containsExactly("a.b");
    assertThat(service.gateways()).containsExactly(new ObjectName("default", "g"));
    assertThat(parsed.findings())
        .extracting(finding -> finding.origin().field())
        .containsExactly(
            "spec.gateways[0]",
            "spec.gateways[1]",
            "spec.gateways[3]",
            "spec.hosts[0]",
            "spec.hosts[2]");
  }

  @Test
  void warns_of_no_hosts_and_no_routes() {
    Parsed parsed =
        Objects.parse(
            "{apiVersion: networking.istio.io/v1, kind: VirtualService, metadata: {name: v},"
                + " spec: {gateways: [g]}}");

    assertThat(Objects.said(parsed))
        .containsExactly(
            "WARNING invalid-field spec.hosts: hosts is empty: no request is for this"
                + " VirtualService.",
            "WARNING invalid-field spec.http: http is empty: the VirtualService routes nothing.");
  }

  @Test
  void lists_a_bounded_number_of_findings() {
    Parsed parsed = Objects.parse(object("- {" + TO_B + "}\n".concat("- {}\n".repeat(1000))));

    assertThat(routes(parsed)).hasSize(1);
    assertThat(Objects.said(parsed))
        .hasSize(201)
        .last()
        .isEqualTo(
            "WARNING invalid-field : More is wrong with this object than the 200 findings listed.");
  }

  private static HttpMatch uri(int index, HttpMatch.StringMatch uri) {
    return new HttpMatch(
        index, "", Optional.of(uri), Optional.empty(), Optional.empty(), new TreeMap<>());
  }

  private static HttpMatch match(String yaml) {
    String route = "- match:\n  - " + yaml.strip().indent(4).strip() + "\n  " + TO_B;
    return Objects.clean(VirtualService.class, object(route)).http().get(0).matches().get(0);
  }

  private static HttpRoute.RouteAction action(String yaml) {
    String route = "- " + yaml.strip().indent(2).strip();
    return Objects.clean(VirtualService.class, object(route)).http().get(0).action();
  }

  private static List<HttpRoute> routes(Parsed parsed) {
    return ((VirtualService) parsed.resource().orElseThrow()).http();
  }

  private static String object(String routes) {
    return """
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: v}
    spec:
      hosts: [a.b]
      gateways: [g]
      http:
    """
        + routes.strip().indent(2);
  }

  private static Destination destination(String host, Optional<Integer> port) {
    return new Destination(host, port, Optional.empty());
  }
}
