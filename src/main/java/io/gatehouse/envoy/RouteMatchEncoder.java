package io.gatehouse.envoy;

import com.google.protobuf.BoolValue;
import io.envoyproxy.envoy.config.route.v3.HeaderMatcher;
import io.envoyproxy.envoy.config.route.v3.QueryParameterMatcher;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.gatehouse.model.Route.HeaderMatch;
import io.gatehouse.model.Route.Match;
import io.gatehouse.model.Route.Path;
import io.gatehouse.model.Route.QueryMatch;
import io.gatehouse.model.TextMatch;

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
      encoded.setSafeRegex(TextMatchEncoder.regex(regex.value()));
    }
    if (match.ignoreCase()) {
      encoded.setCaseSensitive(BoolValue.of(false));
    }
    match.headers().stream().map(RouteMatchEncoder::header).forEach(encoded::addHeaders);
    match.query().stream().map(RouteMatchEncoder::query).forEach(encoded::addQueryParameters);
    return encoded.build();
  }

  private static HeaderMatcher header(HeaderMatch match) {
    var encoded = HeaderMatcher.newBuilder().setName(match.name()).setInvertMatch(match.inverted());
    if (match.text() instanceof TextMatch.Present) {
      return encoded.setPresentMatch(true).build();
    }
    return encoded
        .setStringMatch(TextMatchEncoder.encode(match.text()))
        // Or else no request without the header would match.
        .setTreatMissingHeaderAsEmpty(match.inverted())
        .build();
  }

  private static QueryParameterMatcher query(QueryMatch match) {
    var encoded = QueryParameterMatcher.newBuilder().setName(match.name());
    return match.text() instanceof TextMatch.Present
        ? encoded.setPresentMatch(true).build()
        : encoded.setStringMatch(TextMatchEncoder.encode(match.text())).build();
  }
}
