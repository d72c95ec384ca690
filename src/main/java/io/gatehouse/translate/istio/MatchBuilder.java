package io.gatehouse.translate.istio;

import io.gatehouse.model.Route.HeaderMatch;
import io.gatehouse.model.Route.Match;
import io.gatehouse.model.Route.Path;
import io.gatehouse.resource.istio.HttpMatch;
import io.gatehouse.resource.istio.HttpMatch.StringMatch;
import java.util.SortedMap;
import java.util.TreeMap;

/** Istio's match to the model's; method and authority are headers there, as they are in Envoy. */
final class MatchBuilder {

  private static final String METHOD = ":method";
  private static final String AUTHORITY = ":authority";

  private MatchBuilder() {}

  static Match build(HttpMatch match) {
    SortedMap<String, StringMatch> headers = new TreeMap<>(match.headers());
    match.method().ifPresent(method -> headers.put(METHOD, method));
    match.authority().ifPresent(authority -> headers.put(AUTHORITY, authority));
    return new Match(
        match.uri().map(MatchBuilder::path).orElse(RouteSorter.CATCH_ALL.path()),
        headers.entrySet().stream()
            .map(header -> headerMatch(header.getKey(), header.getValue()))
            .toList());
  }

  private static Path path(StringMatch uri) {
    if (uri instanceof StringMatch.Exact exact) {
      return new Path.Exact(exact.value());
    }
    if (uri instanceof StringMatch.Regex regex) {
      return new Path.Regex(regex.value());
    }
    if (uri instanceof StringMatch.Prefix prefix && !prefix.value().isEmpty()) {
      return new Path.Prefix(prefix.value());
    }
    return RouteSorter.CATCH_ALL.path();
  }

  private static HeaderMatch headerMatch(String name, StringMatch value) {
    if (value instanceof StringMatch.Exact exact) {
      return new HeaderMatch.Exact(name, exact.value());
    }
    if (value instanceof StringMatch.Prefix prefix) {
      return new HeaderMatch.Prefix(name, prefix.value());
    }
    if (value instanceof StringMatch.Regex regex) {
      return new HeaderMatch.Regex(name, regex.value());
    }
    return new HeaderMatch.Present(name);
  }
}
