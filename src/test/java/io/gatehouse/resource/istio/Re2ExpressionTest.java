package io.gatehouse.resource.istio;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Re2ExpressionTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/a.*",
        "(?i)^/aaa$",
        "[[:alpha:]]+\\d{4}",
        "[a-z0-9]{1,63}(\\.[a-z0-9]{1,63}){1,10}",
        "([0-9a-f]{1,4}:){7,7}[0-9a-f]{1,4}|([0-9a-f]{1,4}:){1,7}:|([0-9a-f]{1,4}:){1,6}:[0-9a-f]{1,4}",
        "a{1000}",
        "\\Q({\\E{2}",
        "[](]{3}",
        "a{,5}",
        "{",
      })
  void takes_what_re2_takes(String expression) {
    assertThat(Re2Expression.problem(expression)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"*", "(a", "a)", "[a", "(?=a)", "\\1", "\\C", "a**", "a{1001}", "a{2}{3}", "\\"})
  void refuses_what_re2_refuses_without_quoting_it(String expression) {
    assertThat(Re2Expression.problem(expression)).isPresent();
    assertThat(Re2Expression.problem(expression).get())
        .isIn("is not a regular expression", "repeats too much");
  }

  /** Each would take gigabytes to compile. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "((a{1000}){1000}){1000}",
        "(((a{100}){100}){100}){100}",
        "(?:a{1000}[(]){1000}",
        "(?:a{1000}[)]){1000}",
        "(?:a{1000}\\(){1000}",
        "(?:a{1000}\\Q(\\E){1000}",
        "(?:a{1000}[](]){1000}",
        "(?:a{1000}[^](]){1000}",
        "(?:a{1000}[[:alpha:](]){1000}",
        "(?:a{1000}[\\](]){1000}",
        "(?:a{1000,}){2,1000}",
        "((((((((((a{2}){2}){2}){2}){2}){2}){2}){2}){2}){2}){2}",
      })
  void refuses_repetitions_that_multiply(String expression) {
    assertThat(Re2Expression.problem(expression)).contains("repeats too much");
  }

  @Test
  void refuses_what_envoy_is_set_up_to_refuse() {
    assertThat(Re2Expression.problem("(?:" + "a".repeat(190) + "){1000}"))
        .contains("repeats too much");
  }

  @ParameterizedTest
  @ValueSource(strings = {"(", "(?:", "["})
  void refuses_what_is_nested_too_deeply(String opening) {
    assertThat(Re2Expression.problem(opening.repeat(50_000))).isPresent();
    assertThat(Re2Expression.problem(opening.repeat(600))).isPresent();
  }
}
