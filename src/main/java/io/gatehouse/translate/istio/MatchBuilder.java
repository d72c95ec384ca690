package io.gatehouse.translate.istio;

import io.gatehouse.model.Route.HeaderMatch;
import io.gatehouse.model.Route.Match;
import io.gatehouse.model.Route.Path;
import io.gatehouse.model.Route.QueryMatch;
import io.gatehouse.model.TextMatch;
import io.gatehouse.resource.istio.HttpMatch;
import io.gatehouse.resource.istio.HttpMatch.StringMatch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Istio's match to the model's; method, authority and scheme are headers there, as they are in
 * Envoy.
 */
final class MatchBuilder {

  private static final String METHOD = ":method";
  private static final String AUTHORITY = ":authority";
  private static final String SCHEME = ":scheme";

  private MatchBuilder() {}

  static Match build(HttpMatch match) {
    return new Match(
        match.uri().map(MatchBuilder::path).orElse(RouteSorter.CATCH_ALL.path()),
        match.ignoreUriCase(),
        headers(match),
        match.queryParams().entrySet().stream()
            .map(parameter -> new QueryMatch(parameter.getKey(), text(parameter.getValue())))
            .toList());
  }

  /** In the order of their names; of two of one name, the one that has to hold first. */
  private static List<HeaderMatch> headers(HttpMatch match) {
    SortedMap<String, StringMatch> wanted = new TreeMap<>(match.headers());
    match.method().ifPresent(method -> wanted.put(METHOD, method));
    match.authority().ifPresent(authority -> wanted.put(AUTHORITY, authority));
    match.scheme().ifPresent(scheme -> wanted.put(SCHEME, scheme));
    List<HeaderMatch> headers = new ArrayList<>();
    wanted.forEach((name, value) -> headers.add(new HeaderMatch(name, text(value))));
    match
        .withoutHeaders()
        .forEach((name, value) -> headers.add(new HeaderMatch(name, text(value), true)));
    headers.sort(Comparator.comparing(HeaderMatch::name).thenComparing(HeaderMatch::inverted));
    return headers;
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

  static TextMatch text(StringMatch value) {
    if (value instanceof StringMatch.Exact exact) {
      return new TextMatch.Exact(exact.value());
    }
    if (value instanceof StringMatch.Prefix prefix) {
      return new TextMatch.Prefix(prefix.value());
    }
    if (value instanceof StringMatch.Regex regex) {
      return new TextMatch.Regex(regex.value());
    }
    return new TextMatch.Present();
  }
}
