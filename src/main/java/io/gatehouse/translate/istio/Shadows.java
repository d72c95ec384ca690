package io.gatehouse.translate.istio;

import io.gatehouse.finding.Origin;
import io.gatehouse.model.Route.Match;
import io.gatehouse.model.Route.Path;
import io.gatehouse.resource.istio.MatchScope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Tells which routes are left no request by one before them, where it is plain to see: its path is
 * the same or a prefix, and whatever else it asks for is asked for by them too.
 */
final class Shadows {

  /** Kept by path, so that a route is compared with few others. */
  private final Map<Key, List<Earlier>> earlier = new HashMap<>();

  /** A path in the case that it is compared in. */
  private record Key(Path path, boolean ignoreCase) {}

  private record Earlier(Reach reach, Origin route) {}

  /**
   * What a route is for.
   *
   * @param port of the server; empty for any
   */
  record Reach(Match match, MatchScope scope, Optional<Integer> port) {

    private boolean asksNoMoreThan(Reach other) {
      return (scope.equals(MatchScope.ANY) || scope.equals(other.scope))
          && (port.isEmpty() || port.equals(other.port))
          && other.match.headers().containsAll(match.headers())
          && other.match.query().containsAll(match.query());
    }
  }

  /** The route before {@code route} that leaves it nothing; where there is none, it is added. */
  Optional<Origin> covering(Reach reach, Origin route) {
    Optional<Origin> covering = find(reach);
    if (covering.isEmpty()) {
      earlier
          .computeIfAbsent(key(reach.match()), key -> new ArrayList<>(1))
          .add(new Earlier(reach, route));
    }
    return covering;
  }

  private Optional<Origin> find(Reach reach) {
    boolean ignoreCase = reach.match().ignoreCase();
    String path = text(reach.match().path());
    Optional<Origin> found = find(key(reach.match()), reach);
    for (int end = path.length(); end > 0 && found.isEmpty(); end--) {
      String prefix = path.substring(0, end);
      boolean sameInAnyCase = end == 1;
      if (!ignoreCase || sameInAnyCase) {
        found = find(new Key(new Path.Prefix(prefix), false), reach);
      }
      String lower = prefix.toLowerCase(Locale.ROOT);
      found = found.or(() -> find(new Key(new Path.Prefix(lower), true), reach));
    }
    return found;
  }

  private Optional<Origin> find(Key key, Reach reach) {
    return earlier.getOrDefault(key, List.of()).stream()
        .filter(one -> one.reach().asksNoMoreThan(reach))
        .map(Earlier::route)
        .findFirst();
  }

  private static Key key(Match match) {
    Path path = match.path();
    if (match.ignoreCase()) {
      String lower = text(path).toLowerCase(Locale.ROOT);
      path = path instanceof Path.Exact ? new Path.Exact(lower) : new Path.Prefix(lower);
    }
    return new Key(path, match.ignoreCase());
  }

  /** Of what an expression matches, only the slash is known that every path begins with. */
  private static String text(Path path) {
    if (path instanceof Path.Exact exact) {
      return exact.value();
    }
    return path instanceof Path.Prefix prefix ? prefix.value() : "/";
  }
}
