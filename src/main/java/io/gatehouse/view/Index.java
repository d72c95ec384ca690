package io.gatehouse.view;

import io.gatehouse.resource.Resource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/** Objects of one kind by something that several of them may share. Immutable. */
final class Index<K, T extends Resource> {

  private final PMap<K, List<T>> byKey;

  private Index(PMap<K, List<T>> byKey) {
    this.byKey = byKey;
  }

  static <K, T extends Resource> Index<K, T> empty() {
    return new Index<>(HashTreePMap.empty());
  }

  /** In the order of their names. */
  List<T> get(K key) {
    return byKey.getOrDefault(key, List.of());
  }

  Changes<K, T> changes() {
    return new Changes<>(this);
  }

  /** What becomes of an index. */
  static final class Changes<K, T extends Resource> {

    private final Index<K, T> before;
    private final Map<K, List<T>> changed = new HashMap<>();

    private Changes(Index<K, T> before) {
      this.before = before;
    }

    /** One object becomes another; those of other types are passed over. */
    void replace(
        Class<T> type, Optional<Resource> out, Optional<Resource> in, Function<T, K> keyOf) {
      replaceAll(type, out, in, object -> List.of(keyOf.apply(object)));
    }

    /** As {@link #replace}, for objects that are found under several keys, each given once. */
    void replaceAll(
        Class<T> type, Optional<Resource> out, Optional<Resource> in, Function<T, List<K>> keysOf) {
      out.filter(type::isInstance)
          .map(type::cast)
          .ifPresent(
              gone ->
                  keysOf
                      .apply(gone)
                      .forEach(key -> at(key).removeIf(o -> o.name().equals(gone.name()))));
      in.filter(type::isInstance)
          .map(type::cast)
          .ifPresent(added -> keysOf.apply(added).forEach(key -> at(key).add(added)));
    }

    private List<T> at(K key) {
      return changed.computeIfAbsent(key, k -> new ArrayList<>(before.get(k)));
    }

    Index<K, T> applied() {
      PMap<K, List<T>> next = before.byKey;
      for (Map.Entry<K, List<T>> change : changed.entrySet()) {
        List<T> objects = change.getValue();
        objects.sort(Comparator.comparing(Resource::name));
        next =
            objects.isEmpty()
                ? next.minus(change.getKey())
                : next.plus(change.getKey(), List.copyOf(objects));
      }
      return new Index<>(next);
    }
  }
}
