package io.gatehouse.view;

import io.gatehouse.resource.Resource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Objects of one kind by something that several of them may share. Immutable. */
final class Index<K, T extends Resource> {

  private final Map<K, List<T>> byKey;

  private Index(Map<K, List<T>> byKey) {
    this.byKey = byKey;
  }

  static <K, T extends Resource> Index<K, T> empty() {
    return new Index<>(Map.of());
  }

  /** In the order of their names. */
  List<T> get(K key) {
    return byKey.getOrDefault(key, List.of());
  }

  Changes<K, T> changes() {
    return new Changes<>(this);
  }

  /** What becomes of an index; it is copied only if there is a change. */
  static final class Changes<K, T extends Resource> {

    private final Index<K, T> before;
    private final Map<K, List<T>> changed = new HashMap<>();

    private Changes(Index<K, T> before) {
      this.before = before;
    }

    /** One object becomes another; those of other types are passed over. */
    void replace(
        Class<T> type, Optional<Resource> out, Optional<Resource> in, Function<T, K> keyOf) {
      out.filter(type::isInstance)
          .map(type::cast)
          .ifPresent(gone -> at(keyOf.apply(gone)).removeIf(o -> o.name().equals(gone.name())));
      in.filter(type::isInstance)
          .map(type::cast)
          .ifPresent(added -> at(keyOf.apply(added)).add(added));
    }

    private List<T> at(K key) {
      return changed.computeIfAbsent(key, k -> new ArrayList<>(before.get(k)));
    }

    Index<K, T> applied() {
      if (changed.isEmpty()) {
        return before;
      }
      Map<K, List<T>> next = new HashMap<>(before.byKey);
      changed.forEach(
          (key, objects) -> {
            objects.sort(Comparator.comparing(Resource::name));
            if (objects.isEmpty()) {
              next.remove(key);
            } else {
              next.put(key, List.copyOf(objects));
            }
          });
      return new Index<>(next);
    }
  }
}
