package io.gatehouse.translate.common;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * Finds what overlaps a host without looking at every other one.
 *
 * <p>Hosts are lower case: exact, {@code *.suffix} (any number of labels before it) or {@code *}.
 * Two hosts overlap where one is the other or lies under it; the narrower one is what both serve
 * (Istio, "Gateway", on {@code hosts}).
 */
public final class HostIndex<T> {

  private static final String ANY = "*";

  /** By the host spelled backwards, so that all hosts under a wildcard stand side by side. */
  private final NavigableMap<String, Entry<T>> entries = new TreeMap<>();

  private record Entry<T>(String host, List<T> values) {}

  public void add(String host, T value) {
    entries
        .computeIfAbsent(reversed(host), key -> new Entry<>(host, new ArrayList<>()))
        .values()
        .add(value);
  }

  /** Calls {@code action} with what both hosts serve, for each value whose host overlaps. */
  public void forEachOverlap(String host, BiConsumer<String, T> action) {
    if (isWildcard(host)) {
      String prefix = reversed(host.substring(1));
      entries
          .subMap(prefix, prefix + Character.MAX_VALUE)
          .values()
          .forEach(under -> under.values().forEach(value -> action.accept(under.host(), value)));
    } else {
      at(host).forEach(value -> action.accept(host, value));
    }
    wildcardsAbove(host).forEach(above -> at(above).forEach(value -> action.accept(host, value)));
  }

  /** The first value added under the narrowest host that covers {@code host}. */
  public Optional<T> narrowest(String host) {
    return Stream.concat(Stream.of(host), wildcardsAbove(host).stream())
        .flatMap(covering -> at(covering).stream())
        .findFirst();
  }

  private List<T> at(String host) {
    Entry<T> entry = entries.get(reversed(host));
    return entry == null ? List.of() : entry.values();
  }

  /** {@code *.b.c}, {@code *.c} and {@code *} for {@code a.b.c}; the last two for {@code *.b.c}. */
  private static List<String> wildcardsAbove(String host) {
    List<String> above = new ArrayList<>();
    if (host.equals(ANY)) {
      return above;
    }
    int from = isWildcard(host) ? 2 : 0;
    for (int dot = host.indexOf('.', from); dot >= 0; dot = host.indexOf('.', dot + 1)) {
      above.add(ANY + host.substring(dot));
    }
    above.add(ANY);
    return above;
  }

  private static boolean isWildcard(String host) {
    return host.startsWith(ANY);
  }

  private static String reversed(String host) {
    return new StringBuilder(host).reverse().toString();
  }
}
