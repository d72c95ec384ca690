package io.gatehouse.resource.istio;

import static io.gatehouse.resource.istio.VirtualServices.TO_B;
import static io.gatehouse.resource.istio.VirtualServices.destination;
import static io.gatehouse.resource.istio.VirtualServices.object;
import static io.gatehouse.resource.istio.VirtualServices.route;
import static io.gatehouse.resource.istio.VirtualServices.routes;
import static io.gatehouse.resource.istio.VirtualServices.uri;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.resource.ObjectName;
import io.gatehouse.resource.Objects;
import io.gatehouse.resource.Parsed;
import io.gatehouse.resource.istio.HeaderOperations.Operations;
import io.gatehouse.resource.istio.HttpMatch.StringMatch.Prefix;
import io.gatehouse.resource.istio.HttpRoute.RouteAction.Delegate;
import io.gatehouse.resource.istio.HttpRoute.RouteAction.DirectResponse;
import io.gatehouse.resource.istio.HttpRoute.RouteAction.Forward;
import io.gatehouse.resource.istio.HttpRoute.RouteAction.Redirect;
import io.gatehouse.resource.istio.HttpRoute.WeightedDestination;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpRouteParserTest {

  /** No wider route is to have requests of a route that would do another thing than asked. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "route: [] | invalid-field : the route does not say what becomes of its requests",
        "route: 5 | invalid-field .route: route is a number, where a list is expected",
        "delegate: {} | invalid-field .delegate.name: name is missing",
        "delegate: {name: w}, route: [{destination: {host: b}}] | invalid-field .delegate: the route has both route and delegate",
        "directResponse: {} | invalid-field .directResponse.status: status is missing",
        "directResponse: {status: 600} | invalid-field .directResponse.status: status is 600, which is not from 200 to 599",
        "directResponse: {status: 200, body: {string: a, bytes: YQ==}} | invalid-field .directResponse.body.bytes: bytes stands beside string",
        "directResponse: {status: 200, body: {bytes: '%'}} | invalid-field .directResponse.body.bytes: bytes is not base64",
        "redirect: {uri: /x, derivePort: OTHER} | invalid-field .redirect.derivePort: derivePort is \"OTHER\"",
        "redirect: {uri: /x, port: 80, derivePort: FROM_REQUEST_PORT} | invalid-field .redirect.derivePort: the redirect has both port and derivePort",
        "rewrite: {}, route: [{destination: {host: b}}] | invalid-field .rewrite: rewrite changes nothing",
        "rewrite: {uri: x}, route: [{destination: {host: b}}] | invalid-field .rewrite.uri: uri has no slash at its beginning, as every path has",
        "rewrite: {authority: \"a\\n\"}, route: [{destination: {host: b}}] | invalid-field .rewrite.authority: authority has control characters",
        "rewrite: {uri: /x, uriRegexRewrite: {match: a, rewrite: b}}, route: [{destination: {host: b}}] | invalid-field .rewrite.uriRegexRewrite: the rewrite has both uri and uriRegexRewrite",
        "rewrite: {uriRegexRewrite: {match: a}}, route: [{destination: {host: b}}] | invalid-field .rewrite.uriRegexRewrite.rewrite: rewrite is missing",
        "rewrite: {uriRegexRewrite: {match: '(', rewrite: b}}, route: [{destination: {host: b}}] | invalid-field .rewrite.uriRegexRewrite.match: match is \"(\", which is not a regular expression",
        "rewrite: {uriRegexRewrite: {match: '(a)', rewrite: '\\2'}}, route: [{destination: {host: b}}] | invalid-field .rewrite.uriRegexRewrite.rewrite: rewrite is \"\\2\", where a backslash has no digit of a group of the expression behind it",
        "rewrite: {nonsense: 1}, route: [{destination: {host: b}}] | unsupported-field .rewrite.nonsense: nonsense is not a field of a rewrite",
        "route: [{}] | invalid-field .route[0].destination: destination is missing",
        "route: [{destination: {}}] | invalid-field .route[0].destination.host: host is missing",
        "route: [{destination: {host: b, port: {number: 0}}}] | invalid-field .route[0].destination.port.number: number is 0, which is not from 1 to 65535",
        "route: [{destination: {host: b}, weight: -1}] | invalid-field .route[0].weight: weight is -1, which is not from 0 to 2147483647",
        "route: [{destination: {host: b}}, {destination: {host: c}}] | invalid-field .route: the weights of the destinations add up to 0",
        "route: [{destination: {host: b}}], redirect: {uri: /x} | invalid-field .redirect: the route has both route and redirect",
        "route: [{destination: {host: b}}], timeout: 5 | invalid-field .timeout: timeout is a number, where text is expected",
        "route: [{destination: {host: b}}], timeout: 5 s | invalid-field .timeout: timeout is \"5 s\", which is not a duration",
        "redirect: {} | invalid-field .redirect: the redirect changes nothing, and would lead to itself for ever",
        "redirect: {uri: /x, prefixRewrite: /y} | invalid-field .redirect.prefixRewrite: the redirect has both uri and prefixRewrite",
        "redirect: {uri: /x, redirectCode: 304} | invalid-field .redirect.redirectCode: redirectCode is 304, which is not a code of a redirect",
        "redirect: {uri: /x, scheme: ftp} | invalid-field .redirect.scheme: scheme is \"ftp\"",
        "redirect: {uri: /x, port: 0} | invalid-field .redirect.port: port is 0, which is not from 1 to 65535",
        "redirect: {uri: \"/x\\n\"} | invalid-field .redirect.uri: uri has control characters",
        "match: [{uri: {exact: /a}}], redirect: {prefixRewrite: /x} | invalid-field .redirect.prefixRewrite: prefixRewrite replaces a prefix, and a match of the route is by none",
      })
  void answers_the_requests_of_a_route_that_cannot_be_honoured(String route, String said) {
    Parsed parsed = Objects.parse(object("- {" + route + "}\n- {name: other, " + TO_B + "}"));

    assertThat(routes(parsed)).extracting(HttpRoute::name).containsExactly("", "other");
    assertThat(routes(parsed).get(0).action()).isEqualTo(DirectResponse.UNAVAILABLE);
    assertThat(Objects.said(parsed))
        .containsExactly(
            "ERROR "
                + said.replaceFirst(" ", " spec.http[0]")
                + ": its requests are answered with 503.");
  }

  @Test
  void keeps_the_matches_and_the_name_of_a_route_that_cannot_be_honoured() {
    Parsed parsed =
        Objects.parse(object("- {name: r, match: [{uri: {prefix: /a}}, {port: x}], route: [{}]}"));

    assertThat(routes(parsed))
        .containsExactly(
            new HttpRoute(
                0,
                "r",
                List.of(uri(0, new Prefix("/a"))),
                DirectResponse.UNAVAILABLE,
                RouteSettings.NONE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"- 5", "- null", "- {match: 5, route: [{destination: {host: b}}]}"})
  void leaves_out_a_route_of_which_it_is_not_known_what_it_is_for(String route) {
    Parsed parsed = Objects.parse(object(route));

    assertThat(routes(parsed)).isEmpty();
    assertThat(Objects.said(parsed)).hasSize(1);
    assertThat(Objects.said(parsed).get(0)).endsWith(": the route is left out.");
  }

  @Test
  void serves_a_route_without_a_field_that_it_does_not_know() {
    Parsed parsed = Objects.parse(object("- {websocketUpgrade: true, " + TO_B + "}"));

    assertThat(routes(parsed).get(0).action()).isInstanceOf(Forward.class);
    assertThat(Objects.said(parsed))
        .containsExactly(
            "WARNING unsupported-field spec.http[0].websocketUpgrade: websocketUpgrade is not a"
                + " field of a route: the route is served without it.");
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
                false,
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
                false,
                301));
  }

  @Test
  void reads_where_a_redirect_takes_its_port_from() {
    assertThat(((Redirect) action("{redirect: {uri: /x, derivePort: FROM_REQUEST_PORT}}")))
        .matches(Redirect::portOfRequest);
  }

  @Test
  void reads_direct_responses() {
    assertThat(action("{directResponse: {status: 418}}"))
        .isEqualTo(new DirectResponse(418, "", false));
    assertThat(action("{directResponse: {status: 200, body: {string: short}}}"))
        .isEqualTo(new DirectResponse(200, "short", false));
    assertThat(action("{directResponse: {status: 200, body: {bytes: YQ==}}}"))
        .isEqualTo(new DirectResponse(200, "YQ==", true));
  }

  @Test
  void takes_bodies_of_a_mebibyte_and_no_more() {
    String most = "- {directResponse: {status: 200, body: {string: " + "é".repeat(1 << 19) + "}}}";
    Parsed more = Objects.parse(object(most.replace("é}", "éa}")));

    assertThat(Objects.parse(object(most)).findings()).isEmpty();
    assertThat(Objects.said(more))
        .containsExactly(
            "ERROR invalid-field spec.http[0].directResponse.body.string: string has more than"
                + " 1048576 bytes: its requests are answered with 503.");
  }

  @Test
  void reads_delegates() {
    assertThat(action("{delegate: {name: w}}"))
        .isEqualTo(new Delegate(new ObjectName("default", "w")));
    assertThat(action("{delegate: {name: w, namespace: n}}"))
        .isEqualTo(new Delegate(new ObjectName("n", "w")));
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

  private static HttpRoute.RouteAction action(String yaml) {
    return route("- " + yaml.strip().indent(2).strip()).action();
  }
}
