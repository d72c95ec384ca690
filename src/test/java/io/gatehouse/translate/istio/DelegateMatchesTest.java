package io.gatehouse.translate.istio;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.resource.Objects;
import io.gatehouse.resource.istio.HttpMatch;
import io.gatehouse.resource.istio.VirtualService;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DelegateMatchesTest {

  @ParameterizedTest(name = "{0} and {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "uri: {prefix: /a} | uri: {prefix: /a/b} | uri: {prefix: /a/b}",
        "uri: {prefix: /a} | uri: {exact: /ab} | uri: {exact: /ab}",
        "uri: {exact: /a} | uri: {exact: /a} | uri: {exact: /a}",
        "uri: {regex: a+} | uri: {regex: a+} | uri: {regex: a+}",
        "uri: {prefix: /a}, ignoreUriCase: true | method: {exact: GET} | uri: {prefix: /a}, ignoreUriCase: true, method: {exact: GET}",
        "headers: {x: {}} | headers: {x: {exact: a}, y: {exact: b}} | headers: {x: {exact: a}, y: {exact: b}}",
        "queryParams: {x: {prefix: a}} | queryParams: {x: {prefix: ab}} | queryParams: {x: {prefix: ab}}",
        "withoutHeaders: {x: {}} | withoutHeaders: {y: {}} | withoutHeaders: {x: {}, y: {}}",
        "scheme: {exact: http}, authority: {prefix: a.} | authority: {exact: a.b} | scheme: {exact: http}, authority: {exact: a.b}",
        "port: 80, statPrefix: s, name: m | name: n | port: 80, statPrefix: s, name: m-n",
        "sourceLabels: {a: b}, sourceNamespace: n | sourceLabels: {c: d} | sourceLabels: {a: b, c: d}, sourceNamespace: n",
        "gateways: [g, h] | gateways: [h] | gateways: [h]",
      })
  void what_both_say_is_narrowed_and_what_one_says_is_added(
      String root, String sub, String merged) {
    assertThat(DelegateMatches.merge(matches(root), matches(sub))).contains(matches(merged));
  }

  @ParameterizedTest(name = "{0} and {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "uri: {prefix: /a/b} | uri: {prefix: /a}",
        "uri: {prefix: /a} | uri: {exact: /b}",
        "uri: {prefix: /a} | uri: {regex: /a.*}",
        "uri: {regex: /a.*} | uri: {exact: /ab}",
        "uri: {exact: /a} | uri: {prefix: /a}",
        "uri: {prefix: /a}, ignoreUriCase: true | uri: {prefix: /a/b}",
        "scheme: {exact: http} | scheme: {exact: https}",
        "method: {exact: GET} | method: {exact: PUT}",
        "authority: {exact: a.b} | authority: {prefix: a}",
        "headers: {x: {exact: a}} | headers: {x: {}}",
        "queryParams: {x: {exact: a}} | queryParams: {x: {exact: b}}",
        "withoutHeaders: {x: {prefix: a}} | withoutHeaders: {x: {exact: ab}}",
        "port: 80 | port: 81",
        "sourceLabels: {a: b} | sourceLabels: {a: c}",
        "sourceNamespace: n | sourceNamespace: m",
        "gateways: [g] | gateways: [g, h]",
      })
  void what_reaches_beyond_is_a_conflict(String root, String sub) {
    assertThat(DelegateMatches.merge(matches(root), matches(sub))).isEmpty();
  }

  @Test
  void each_match_needs_one_that_it_lies_within() {
    List<HttpMatch> root = matches("uri: {prefix: /a}", "uri: {prefix: /b}");

    assertThat(DelegateMatches.merge(root, matches("uri: {prefix: /a/x}", "uri: {prefix: /b/x}")))
        .contains(matches("uri: {prefix: /a/x}", "uri: {prefix: /b/x}"));
    assertThat(DelegateMatches.merge(root, matches("uri: {prefix: /a/x}", "uri: {prefix: /c}")))
        .isEmpty();
  }

  @Test
  void no_match_on_either_side_is_any() {
    List<HttpMatch> some = matches("uri: {prefix: /a}");

    assertThat(DelegateMatches.merge(List.of(), some)).contains(some);
    assertThat(DelegateMatches.merge(some, List.of())).contains(some);
    assertThat(DelegateMatches.merge(List.of(), List.of())).contains(List.of());
  }

  private static List<HttpMatch> matches(String... matches) {
    return Objects.clean(
            VirtualService.class,
            """
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: v}
            spec:
              hosts: [a.b]
              gateways: [g, h]
              http: [{match: [{%s}], directResponse: {status: 200}}]
            """
                .formatted(String.join("}, {", matches)))
        .http()
        .get(0)
        .matches();
  }
}
