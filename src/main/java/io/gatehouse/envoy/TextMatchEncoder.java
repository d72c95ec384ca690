package io.gatehouse.envoy;

import io.envoyproxy.envoy.type.matcher.v3.RegexMatcher;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import io.gatehouse.model.TextMatch;

/** Conditions on texts. Expressions have to match as a whole. */
final class TextMatchEncoder {

  private TextMatchEncoder() {}

  /** Any but {@link TextMatch.Present}, which is no condition on a text that is there. */
  static StringMatcher encode(TextMatch match) {
    var encoded = StringMatcher.newBuilder();
    if (match instanceof TextMatch.Exact exact) {
      encoded.setExact(exact.value());
    } else if (match instanceof TextMatch.Prefix prefix) {
      encoded.setPrefix(prefix.value());
    } else if (match instanceof TextMatch.Regex regex) {
      encoded.setSafeRegex(regex(regex.value()));
    }
    return encoded.build();
  }

  static RegexMatcher regex(String expression) {
    return RegexMatcher.newBuilder().setRegex(expression).build();
  }
}
