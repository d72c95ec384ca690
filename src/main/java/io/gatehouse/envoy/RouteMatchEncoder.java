package io.gatehouse.envoy;

import io.envoyproxy.envoy.config.route.v3.HeaderMatcher;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.type.matcher.v3.RegexMatcher;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import io.gatehouse.model.Route.HeaderMatch;
import io.gatehouse.model.Route.Match;
import io.gatehouse.model.Route.Path;

/** Which requests a route is for. Expressions have to match as a whole, the path without query. */
final class RouteMatchEncoder {

  private RouteMatchEncoder() {}

  static RouteMatch encode(Match match) {
    var encoded = RouteMatch.newBuilder();
    if (match.path() instanceof Path.Exact exact) {
      encoded.setPath(exact.value());
    } else if (match.path() instanceof Path.Prefix prefix) {
      encoded.setPrefix(prefix.value());
    } else if (match.path() instanceof Path.Regex regex) {
      encoded.setSafeRegex(regex(regex.value()));
    }
    match.headers().stream().map(RouteMatchEncoder::header).forEach(encoded::addHeaders);
    return encoded.build();
  }

  private static HeaderMatcher header(HeaderMatch match) {
    var encoded = HeaderMatcher.newBuilder().setName(match.name());
    if (match instanceof HeaderMatch.Exact exact) {
      encoded.setStringMatch(StringMatcher.newBuilder().setExact(exact.value()));
    } else if (match instanceof HeaderMatch.Prefix prefix) {
      encoded.setStringMatch(StringMatcher.newBuilder().setPrefix(prefix.value()));
    } else if (match instanceof HeaderMatch.Regex regex) {
      encoded.setStringMatch(StringMatcher.newBuilder().setSafeRegex(regex(regex.value())));
    } else if (match instanceof HeaderMatch.Present) {
      encoded.setPresentMatch(true);
    }
    return encoded.build();
  }

  private static RegexMatcher regex(String expression) {
    return RegexMatcher.newBuilder().setRegex(expression).build();
  }
}
