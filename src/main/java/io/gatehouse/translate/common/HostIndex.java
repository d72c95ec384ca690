package io.gatehouse.translate.common;

import io.gatehouse.resource.HostPattern;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Finds what overlaps a host without looking at every other one.
 *
 * <p>Hosts are lower case: exact, {@code *.suffix} (any number of labels before it) or {@code *}.
 * Two hosts overlap where one is the other or lies under it; the narrower one is what both serve
 * (Istio, "Gateway", on {@code hosts}).
 */
public final class HostIndex<T> {

  private final Map<String, List<T>> values = new HashMap<>();

  /** Hosts by themselves spelled backwards, so that all those under a wildcard stand together. */
  private final NavigableMap<String, String> hosts = new TreeMap<>();

  public void add(String host, T value) {
    values
        .computeIfAbsent(
            host,
            added -> {
              hosts.put(reversed(host), host);
              return new ArrayList<>(1);
            })
        .add(value);
  }

  /** Takes back one {@link #add}. */
  public void remove(String host, T value) {
    List<T> left = values.get(host);
    if (left != null && left.remove(value) && left.isEmpty()) {
      values.remove(host);
      hosts.remove(reversed(host));
    }
  }

  /** Calls {@code action} with what both hosts serve, for each value whose host overlaps. */
  public void forEachOverlap(String host, BiConsumer<String, T> action) {
    if (HostPattern.isWildcard(host)) {
      String prefix = reversed(host.substring(1));
      hosts
          .subMap(prefix, prefix + Character.MAX_VALUE)
          .values()
          .forEach(under -> at(under).forEach(value -> action.accept(under, value)));
    } else {
      at(host).forEach(value -> action.accept(host, value));
    }
    for (String above : HostPattern.wildcardsAbove(host)) {
      at(above).forEach(value -> action.accept(host, value));
    }
  }

  /** Calls {@code action} with each value, as often as it was added. */
  public void forEach(Consumer<T> action) {
    values.values().forEach(at -> at.forEach(action));
  }

  /** The first value added under the narrowest host that covers {@code host}. */
  public Optional<T> narrowest(String host) {
    List<T> covering = at(host);
    Iterator<String> above = HostPattern.wildcardsAbove(host).iterator();
    while (covering.isEmpty() && above.hasNext()) {
      covering = at(above.next());
    }
    return covering.stream().findFirst();
  }

  private List<T> at(String host) {
    return values.getOrDefault(host, List.of());
  }

  private static String reversed(String host) {
    return new StringBuilder(host).reverse().toString();
  }
}
