package io.gatehouse.translate.istio;

import io.gatehouse.resource.istio.HttpMatch;
import io.gatehouse.resource.istio.HttpMatch.StringMatch;
import io.gatehouse.resource.istio.MatchScope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The matches of a delegate's route, narrowed by those of the route that delegates: each has to lie
 * within one of them (Istio, "Delegate").
 */
final class DelegateMatches {

  private DelegateMatches() {}

  /** Empty where any of {@code sub} lies within none of {@code root}; none of either is any. */
  static Optional<List<HttpMatch>> merge(List<HttpMatch> root, List<HttpMatch> sub) {
    if (root.isEmpty() || sub.isEmpty()) {
      return Optional.of(root.isEmpty() ? sub : root);
    }
    List<HttpMatch> merged = new ArrayList<>();
    for (HttpMatch narrow : sub) {
      List<HttpMatch> within =
          root.stream().filter(wide -> isWithin(wide, narrow)).map(w -> merge(w, narrow)).toList();
      if (within.isEmpty()) {
        return Optional.empty();
      }
      merged.addAll(within);
    }
    return Optional.of(merged);
  }

  /** What both say has to agree; what only one says is added. */
  private static boolean isWithin(HttpMatch wide, HttpMatch narrow) {
    boolean sameCase =
        wide.uri().isEmpty()
            || narrow.uri().isEmpty()
            || wide.ignoreUriCase() == narrow.ignoreUriCase();
    return sameCase
        && isWithin(wide.uri(), narrow.uri())
        && isWithin(wide.scheme(), narrow.scheme())
        && isWithin(wide.method(), narrow.method())
        && isWithin(wide.authority(), narrow.authority())
        && isWithin(wide.headers(), narrow.headers())
        && isWithin(wide.queryParams(), narrow.queryParams())
        && agree(wide.withoutHeaders(), narrow.withoutHeaders())
        && agree(wide.port(), narrow.port())
        && isWithin(wide.scope(), narrow.scope());
  }

  private static boolean isWithin(
      SortedMap<String, StringMatch> wide, SortedMap<String, StringMatch> narrow) {
    return narrow.entrySet().stream()
        .allMatch(
            entry ->
                isWithin(
                    Optional.ofNullable(wide.get(entry.getKey())), Optional.of(entry.getValue())));
  }

  private static boolean isWithin(Optional<StringMatch> wide, Optional<StringMatch> narrow) {
    return wide.isEmpty() || narrow.isEmpty() || isWithin(wide.get(), narrow.get());
  }

  private static boolean isWithin(StringMatch wide, StringMatch narrow) {
    if (wide.equals(narrow) || wide instanceof StringMatch.Present) {
      return true;
    }
    if (!(wide instanceof StringMatch.Prefix prefix)) {
      return false;
    }
    return (narrow instanceof StringMatch.Prefix longer
            && longer.value().startsWith(prefix.value()))
        || (narrow instanceof StringMatch.Exact exact && exact.value().startsWith(prefix.value()));
  }

  private static boolean isWithin(MatchScope wide, MatchScope narrow) {
    return agree(wide.sourceLabels(), narrow.sourceLabels())
        && agree(wide.sourceNamespace(), narrow.sourceNamespace())
        && (wide.gateways().isEmpty()
            || narrow.gateways().isEmpty()
            || wide.gateways().get().containsAll(narrow.gateways().get()));
  }

  private static <T> boolean agree(Optional<T> one, Optional<T> other) {
    return one.isEmpty() || other.isEmpty() || one.equals(other);
  }

  private static <T> boolean agree(Map<String, T> one, Map<String, T> other) {
    return one.entrySet().stream()
        .allMatch(
            e -> !other.containsKey(e.getKey()) || other.get(e.getKey()).equals(e.getValue()));
  }

  private static HttpMatch merge(HttpMatch wide, HttpMatch narrow) {
    return new HttpMatch(
        narrow.index(),
        joined(wide.name(), narrow.name()),
        narrow.statPrefix().isEmpty() ? wide.statPrefix() : narrow.statPrefix(),
        narrow.uri().or(wide::uri),
        narrow.uri().isPresent() ? narrow.ignoreUriCase() : wide.ignoreUriCase(),
        narrow.scheme().or(wide::scheme),
        narrow.method().or(wide::method),
        narrow.authority().or(wide::authority),
        merge(wide.headers(), narrow.headers()),
        merge(wide.withoutHeaders(), narrow.withoutHeaders()),
        merge(wide.queryParams(), narrow.queryParams()),
        narrow.port().or(wide::port),
        merge(wide.scope(), narrow.scope()));
  }

  /** {@code <root>-<delegate>}, as in Istio. */
  static String joined(String root, String delegate) {
    return root + (root.isEmpty() || delegate.isEmpty() ? "" : "-") + delegate;
  }

  private static SortedMap<String, StringMatch> merge(
      SortedMap<String, StringMatch> wide, SortedMap<String, StringMatch> narrow) {
    SortedMap<String, StringMatch> merged = new TreeMap<>(wide);
    merged.putAll(narrow);
    return merged;
  }

  private static MatchScope merge(MatchScope wide, MatchScope narrow) {
    Map<String, String> labels = new HashMap<>(wide.sourceLabels());
    labels.putAll(narrow.sourceLabels());
    return new MatchScope(
        narrow.gateways().or(wide::gateways),
        labels,
        narrow.sourceNamespace().or(wide::sourceNamespace));
  }
}
