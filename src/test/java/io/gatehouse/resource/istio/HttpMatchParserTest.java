package io.gatehouse.resource.istio;

import static io.gatehouse.resource.istio.VirtualServices.TO_B;
import static io.gatehouse.resource.istio.VirtualServices.match;
import static io.gatehouse.resource.istio.VirtualServices.object;
import static io.gatehouse.resource.istio.VirtualServices.routes;
import static io.gatehouse.resource.istio.VirtualServices.uri;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.resource.ObjectName;
import io.gatehouse.resource.Objects;
import io.gatehouse.resource.Parsed;
import io.gatehouse.resource.istio.HttpMatch.StringMatch.Exact;
import io.gatehouse.resource.istio.HttpMatch.StringMatch.Prefix;
import io.gatehouse.resource.istio.HttpMatch.StringMatch.Present;
import io.gatehouse.resource.istio.HttpMatch.StringMatch.Regex;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpMatchParserTest {

  @Test
  void reads_every_condition_of_a_match() {
    HttpMatch match =
        match(
            """
            name: m
            statPrefix: s
            uri: {prefix: "/a"}
            ignoreUriCase: true
            scheme: {exact: https}
            method: {exact: GET}
            authority: {prefix: www.}
            headers:
              X-One: {exact: a}
              x-two: {prefix: b}
              x-three: {regex: c+}
              x-four: {}
              x-five: {regex: "*"}
              x-six: {exact: ""}
            withoutHeaders:
              X-Out: {exact: a}
              x-gone: {}
            queryParams:
              Q: {exact: a}
              there: {exact: ""}
            port: 8443
            gateways: [g, mesh]
            sourceLabels: {a: b}
            sourceNamespace: n
            """);

    assertThat(match)
        .isEqualTo(
            new HttpMatch(
                0,
                "m",
                "s",
                Optional.of(new Prefix("/a")),
                true,
                Optional.of(new Exact("https")),
                Optional.of(new Exact("GET")),
                Optional.of(new Prefix("www.")),
                new TreeMap<>(
                    Map.of(
                        "x-one", new Exact("a"),
                        "x-two", new Prefix("b"),
                        "x-three", new Regex("c+"),
                        "x-four", new Present(),
                        "x-five", new Present(),
                        "x-six", new Present())),
                new TreeMap<>(Map.of("x-out", new Exact("a"), "x-gone", new Present())),
                new TreeMap<>(Map.of("Q", new Exact("a"), "there", new Present())),
                Optional.of(8443),
                new MatchScope(
                    Optional.of(List.of(new ObjectName("default", "g"))),
                    Map.of("a", "b"),
                    Optional.of("n"))));
  }

  @Test
  void takes_an_empty_prefix_of_the_path_for_any_path() {
    assertThat(match("uri: {prefix: ''}").uri()).contains(new Prefix("/"));
  }

  @Test
  void takes_fields_at_their_defaults_for_absent() {
    assertThat(match("{ignoreUriCase: false, port: 0, gateways: [], statPrefix: ''}"))
        .isEqualTo(match("{}"));
  }

  /** An alternative that is narrower than can be served is left out, and no other. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "queryParams: {'': {exact: a}} | invalid-field queryParams[\"\"]: queryParams[\"\"] is not the name of a parameter",
        "queryParams: {a: {regex: '('}} | invalid-field queryParams.a.regex: regex is \"(\", which is not a regular expression",
        "withoutHeaders: {':path': {}} | invalid-field withoutHeaders[\":path\"]: withoutHeaders[\":path\"] is not the name of a header",
        "port: 70000 | invalid-field port: port is 70000, which is not from 0 to 65535",
        "scheme: {exact: ''} | invalid-field scheme.exact: exact is \"\", which no request has",
        "gateways: [a/b/c] | invalid-field gateways[0]: gateways[0] is \"a/b/c\", which is neither a name nor namespace/name",
        "sourceLabels: {a: 5} | invalid-field sourceLabels.a: a is a number, where text is expected",
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
            object("- {match: [{port: x}, null], " + TO_B + "}\n- {name: other, " + TO_B + "}"));

    assertThat(routes(parsed)).extracting(HttpRoute::name).containsExactly("other");
    assertThat(Objects.said(parsed))
        .contains(
            "ERROR invalid-field spec.http[0].match: no match of the route can be honoured:"
                + " the route is left out.");
  }

  @Test
  void says_that_an_expression_keeps_its_case() {
    Parsed parsed =
        Objects.parse(object("- {match: [{uri: {regex: /b}, ignoreUriCase: true}], " + TO_B + "}"));

    assertThat(routes(parsed).get(0).matches().get(0).ignoreUriCase()).isFalse();
    assertThat(Objects.said(parsed))
        .containsExactly(
            "WARNING invalid-field spec.http[0].match[0].ignoreUriCase: ignoreUriCase counts for"
                + " exact and prefix: the expression is matched as it is.");
  }

  @Test
  void says_that_a_gateway_is_not_one_of_the_virtual_service() {
    Parsed parsed = Objects.parse(object("- {match: [{gateways: [g, n/h]}], " + TO_B + "}"));

    assertThat(routes(parsed).get(0).matches()).hasSize(1);
    assertThat(Objects.said(parsed))
        .containsExactly(
            "WARNING invalid-field spec.http[0].match[0].gateways: The match names Gateway"
                + " \"n/h\", to which the VirtualService is not bound: no request comes from there.");
  }
}
