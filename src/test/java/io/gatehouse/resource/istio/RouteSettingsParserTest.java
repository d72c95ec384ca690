package io.gatehouse.resource.istio;

import static io.gatehouse.resource.istio.VirtualServices.TO_B;
import static io.gatehouse.resource.istio.VirtualServices.destination;
import static io.gatehouse.resource.istio.VirtualServices.object;
import static io.gatehouse.resource.istio.VirtualServices.route;
import static io.gatehouse.resource.istio.VirtualServices.routes;
import static io.gatehouse.resource.istio.VirtualServices.settings;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.resource.Objects;
import io.gatehouse.resource.Parsed;
import io.gatehouse.resource.istio.HttpMatch.StringMatch.Exact;
import io.gatehouse.resource.istio.HttpMatch.StringMatch.Prefix;
import io.gatehouse.resource.istio.HttpMatch.StringMatch.Regex;
import io.gatehouse.resource.istio.HttpRoute.RouteAction.DirectResponse;
import io.gatehouse.resource.istio.HttpRoute.RouteAction.Forward;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouteSettingsParserTest {

  @ParameterizedTest
  @CsvSource({"5s,PT5S", "0.5s,PT0.5S", "1h2m3.5s,PT1H2M3.5S", "100ms,PT0.1S", "0s,PT0S", "'',"})
  void reads_timeouts(String timeout, Duration expected) {
    assertThat(settings("timeout: '" + timeout + "'").timeout())
        .isEqualTo(Optional.ofNullable(expected));
  }

  @Test
  void reads_rewrites() {
    assertThat(settings("rewrite: {uri: /x, authority: a.b}").rewrite())
        .contains(new HttpRewrite(Optional.of("/x"), Optional.empty(), Optional.of("a.b")));
    assertThat(
            settings("rewrite: {uriRegexRewrite: {match: '(a)/(b)', rewrite: '\\2/\\1\\\\'}}")
                .rewrite())
        .contains(
            new HttpRewrite(
                Optional.empty(),
                Optional.of(new HttpRewrite.RegexRewrite("(a)/(b)", "\\2/\\1\\\\")),
                Optional.empty()));
  }

  @Test
  void reads_retries() {
    assertThat(
            settings(
                    """
                    retries:
                      attempts: 3
                      perTryTimeout: 2s
                      retryOn: "5xx, 429,retriable-headers"
                      retryRemoteLocalities: true
                      retryIgnorePreviousHosts: false
                      backoff: 10ms
                    """)
                .retries())
        .contains(
            new HttpRetries(
                3,
                Optional.of(Duration.ofSeconds(2)),
                List.of("5xx", "retriable-headers"),
                List.of(429),
                true,
                false,
                Optional.of(Duration.ofMillis(10))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{attempts: 0}"})
  void takes_retries_without_attempts_for_none(String retries) {
    assertThat(settings("retries: " + retries).retries())
        .contains(
            new HttpRetries(
                0, Optional.empty(), List.of(), List.of(), false, true, Optional.empty()));
  }

  @Test
  void reads_faults() {
    assertThat(
            settings(
                    """
                    fault:
                      delay: {fixedDelay: 2s, percentage: {value: 0.1}}
                      abort: {httpStatus: 503, percentage: {value: 100}}
                    """)
                .fault())
        .contains(
            new HttpFault(
                Optional.of(new HttpFault.Delay(Duration.ofSeconds(2), 1_000)),
                Optional.of(new HttpFault.Abort(false, 503, 1_000_000))));
    assertThat(settings("fault: {abort: {grpcStatus: UNAVAILABLE, percentage: {}}}").fault())
        .contains(new HttpFault(Optional.empty(), Optional.of(new HttpFault.Abort(true, 14, 0))));
    assertThat(settings("fault: {delay: {fixedDelay: 1ms, percent: 7}}").fault())
        .contains(
            new HttpFault(
                Optional.of(new HttpFault.Delay(Duration.ofMillis(1), 70_000)), Optional.empty()));
  }

  @ParameterizedTest
  @CsvSource({
    "'mirror: {host: c}',mirror,1000000",
    "'mirror: {host: c}, mirrorPercentage: {value: 2.5}',mirror,25000",
    "'mirror: {host: c}, mirrorPercent: 7',mirror,70000",
    "'mirror: {host: c}, mirror_percent: 7',mirror,70000",
    "'mirrors: [{destination: {host: c}, percentage: {value: 5}}]',mirrors[0].destination,50000"
  })
  void reads_mirrors(String yaml, String field, int perMillion) {
    assertThat(route("- {" + yaml + ", " + TO_B + "}").settings().mirrors())
        .contains(List.of(new HttpMirror(field, destination("c", Optional.empty()), perMillion)));
  }

  @Test
  void takes_a_mirror_of_nothing_for_nobody() {
    assertThat(
            route("- {mirror: {host: c}, mirrorPercentage: {value: 0}, " + TO_B + "}")
                .settings()
                .mirrors())
        .contains(List.of());
  }

  @Test
  void reads_cors_policies() {
    assertThat(
            settings(
                    """
                    corsPolicy:
                      allowOrigins: [{exact: "*"}, {prefix: "https://a"}, {regex: "https://.*b"}]
                      allowMethods: [GET, POST]
                      allowHeaders: [x-a]
                      exposeHeaders: [x-b]
                      maxAge: 24h0.5s
                      allowCredentials: true
                      unmatchedPreflights: IGNORE
                    """)
                .cors())
        .contains(
            new CorsPolicy(
                List.of(new Exact("*"), new Prefix("https://a"), new Regex("https://.*b")),
                List.of("GET", "POST"),
                List.of("x-a"),
                List.of("x-b"),
                Optional.of(Duration.ofHours(24)),
                true,
                false));
    assertThat(settings("corsPolicy: {allowOrigin: [a], unmatchedPreflights: FORWARD}").cors())
        .contains(
            new CorsPolicy(
                List.of(new Exact("a")),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                false,
                true));
  }

  /** What does not decide where requests go costs only itself. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "retries: 5 | .retries: retries is a number, where an object is expected: the route has the default retries.",
        "retries: {attempts: -1} | .retries.attempts: attempts is -1, which is not from 0 to 2147483647: the route has the default retries.",
        "retries: {attempts: 1, retryOn: nonsense} | .retries.retryOn: retryOn has \"nonsense\", which Envoy does not know: the condition is left out.",
        "fault: {delay: {fixedDelay: 0s, percentage: {value: 5}}} | .fault.delay.fixedDelay: fixedDelay is less than 1 ms or missing: the delay is left out.",
        "fault: {delay: {exponentialDelay: 5s}} | .fault.delay.exponentialDelay: exponentialDelay, which draws the delay by lot, is not supported: the delay is left out.",
        "fault: {abort: {http2Error: REFUSED_STREAM}} | .fault.abort.http2Error: http2Error, which resets the stream, is not supported: the abort is left out.",
        "fault: {abort: {httpStatus: 600}} | .fault.abort.httpStatus: httpStatus is 600, which is not from 200 to 599: the abort is left out.",
        "fault: {abort: {grpcStatus: BAD}} | .fault.abort.grpcStatus: grpcStatus is \"BAD\", which is no status of gRPC: the abort is left out.",
        "fault: {abort: {percentage: {value: 5}}} | .fault.abort.httpStatus: the abort has not just one of httpStatus and grpcStatus: the abort is left out.",
        "fault: {abort: {httpStatus: 500, percentage: {value: 101}}} | .fault.abort.percentage.value: value is not from 0 to 100: the abort is left out.",
        "mirror: {} | .mirror.host: host is missing: the mirror is left out.",
        "mirror: {host: c}, mirrorPercentage: {value: x} | .mirrorPercentage.value: value is text, where a number is expected: the mirror is left out.",
        "mirror: {host: c}, mirrors: [{destination: {host: d}}] | .mirror: mirror stands beside mirrors: the mirror is left out.",
        "mirrors: [{}] | .mirrors[0].destination: destination is missing: the mirror is left out.",
        "corsPolicy: 5 | .corsPolicy: corsPolicy is a number, where an object is expected: the corsPolicy is left out.",
        "corsPolicy: {allowOrigins: [{regex: '('}]} | .corsPolicy.allowOrigins[0].regex: regex is \"(\", which is not a regular expression: the origin is left out.",
        "corsPolicy: {allowOrigins: [{exact: ''}]} | .corsPolicy.allowOrigins[0].exact: exact is \"\", which no request has: the origin is left out.",
        "corsPolicy: {allowMethods: [\"a\\n\"]} | .corsPolicy.allowMethods[0]: allowMethods[0] has control characters: the entry is left out.",
        "corsPolicy: {unmatchedPreflights: MAYBE} | .corsPolicy.unmatchedPreflights: unmatchedPreflights is \"MAYBE\": the corsPolicy is left out.",
      })
  void leaves_out_only_the_setting_that_cannot_be_honoured(String settings, String said) {
    Parsed parsed = Objects.parse(object("- {" + settings + ", " + TO_B + "}"));

    assertThat(routes(parsed).get(0).action()).isInstanceOf(Forward.class);
    assertThat(Objects.said(parsed)).hasSize(1);
    assertThat(Objects.said(parsed).get(0))
        .matches("ERROR [a-z-]+-field .*")
        .endsWith(" spec.http[0]" + said);
  }

  /** What says nothing, though somebody may believe it does. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "retries: {perTryTimeout: 2s}, route: [{destination: {host: b}}] | .retries.attempts: attempts is 0 or missing: requests are not tried again, whatever else retries says.",
        "fault: {delay: {fixedDelay: 5s}}, route: [{destination: {host: b}}] | .fault.delay.percentage: The fault has no percentage, and so is done to no request.",
        "fault: {abort: {httpStatus: 500}}, route: [{destination: {host: b}}] | .fault.abort.percentage: The fault has no percentage, and so is done to no request.",
        "fault: {delay: {fixedDelay: 5s, percent: 1, percentage: {value: 2}}}, route: [{destination: {host: b}}] | .fault.delay.percent: percent says nothing beside percentage.",
        "corsPolicy: {allowOrigins: [{exact: a}], allowOrigin: [b]}, route: [{destination: {host: b}}] | .corsPolicy.allowOrigin: allowOrigin says nothing beside allowOrigins.",
        "mirrorPercentage: {value: 5}, route: [{destination: {host: b}}] | .mirrorPercentage: mirrorPercentage says nothing without mirror.",
        "rewrite: {uri: /x}, redirect: {uri: /y} | .rewrite: rewrite counts only where requests are sent on: the route is served without it.",
        "timeout: 5s, directResponse: {status: 200} | .timeout: timeout counts only where requests are sent on: the route is served without it.",
      })
  void says_what_changes_nothing(String route, String said) {
    Parsed parsed = Objects.parse(object("- {" + route + "}"));

    assertThat(routes(parsed).get(0).action()).isNotEqualTo(DirectResponse.UNAVAILABLE);
    assertThat(Objects.said(parsed)).containsExactly("WARNING invalid-field spec.http[0]" + said);
  }
}
