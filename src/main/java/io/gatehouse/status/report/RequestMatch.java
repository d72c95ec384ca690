package io.gatehouse.status.report;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.gatehouse.model.Route.HeaderMatch;
import io.gatehouse.model.Route.Match;
import io.gatehouse.model.Route.Path;
import io.gatehouse.model.Route.QueryMatch;
import io.gatehouse.model.TextMatch;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether a request is one that a route is for. Of its headers, only method, authority and scheme
 * are known; others are taken as absent.
 */
final class RequestMatch {

  private final ExplainRequest request;
  private final String scheme;

  RequestMatch(ExplainRequest request, boolean tls) {
    this.request = request;
    this.scheme = tls ? "https" : "http";
  }

  /** What the request lacks, in words; empty where it matches. */
  Optional<String> mismatch(Match match) {
    Stream<String> path = pathMatches(match) ? Stream.of() : Stream.of(RouteWords.path(match));
    Stream<String> headers =
        match.headers().stream().filter(one -> !matches(one)).map(RouteWords::header);
    Stream<String> query =
        match.query().stream().filter(one -> !matches(one)).map(RouteWords::parameter);
    return Stream.of(path, headers, query).flatMap(lacking -> lacking).findFirst();
  }

  private boolean pathMatches(Match match) {
    if (match.path() instanceof Path.Regex regex) {
      return regexMatches(regex.value(), request.path());
    }
    boolean exact = match.path() instanceof Path.Exact;
    String wanted =
        exact ? ((Path.Exact) match.path()).value() : ((Path.Prefix) match.path()).value();
    return (!exact || wanted.length() == request.path().length())
        && request.path().regionMatches(match.ignoreCase(), 0, wanted, 0, wanted.length());
  }

  private boolean matches(HeaderMatch header) {
    Optional<String> value =
        switch (header.name()) {
          case ":method" -> Optional.of(request.method());
          case ":authority" -> Optional.of(request.host());
          case ":scheme" -> Optional.of(scheme);
          default -> Optional.empty();
        };
    if (header.inverted() && !(header.text() instanceof TextMatch.Present)) {
      return !matches(header.text(), value.orElse(""));
    }
    return value.filter(present -> matches(header.text(), present)).isPresent()
        != header.inverted();
  }

  /** Of several parameters of one name, Envoy looks at the first. */
  private boolean matches(QueryMatch parameter) {
    return parameters().stream()
        .filter(one -> name(one).equals(parameter.name()))
        .findFirst()
        .filter(one -> matches(parameter.text(), value(one)))
        .isPresent();
  }

  private List<String> parameters() {
    return Arrays.asList(request.query().split("&"));
  }

  private static String name(String parameter) {
    int equals = parameter.indexOf('=');
    return equals < 0 ? parameter : parameter.substring(0, equals);
  }

  private static String value(String parameter) {
    return parameter.substring(Math.min(parameter.length(), name(parameter).length() + 1));
  }

  private static boolean matches(TextMatch text, String value) {
    if (text instanceof TextMatch.Exact exact) {
      return exact.value().equals(value);
    }
    if (text instanceof TextMatch.Prefix prefix) {
      return value.startsWith(prefix.value());
    }
    if (text instanceof TextMatch.Regex regex) {
      return regexMatches(regex.value(), value);
    }
    return true;
  }

  private static boolean regexMatches(String expression, String value) {
    try {
      return Pattern.matches(expression, value);
    } catch (PatternSyntaxException invalid) {
      return false;
    }
  }
}
