package io.gatehouse.pipeline.derive;

import com.google.common.collect.HashMultimap;
import com.google.common.collect.SetMultimap;
import io.gatehouse.finding.Finding;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.pcollections.TreePMap;

/** Values by key, each made anew only where something has changed that it depends on. */
final class Derivation<K extends Comparable<K>, V> {

  private static final int USUAL_DEPENDENTS = 1;

  private TreePMap<K, Made<V>> made = TreePMap.empty();
  private final SetMultimap<Dependency, K> dependents = HashMultimap.create(16, USUAL_DEPENDENTS);
  private final FindingCounts findings;
  private Set<Dependency> released = new HashSet<>();
  private long runs;

  /** A value, what it depends on, and what is to be said of it. */
  record Made<V>(V value, Set<? extends Dependency> dependencies, List<Finding> findings) {}

  /**
   * @param findings what is said of the values goes there
   */
  Derivation(FindingCounts findings) {
    this.findings = findings;
  }

  Optional<V> get(K key) {
    return Optional.ofNullable(made.get(key)).map(Made::value);
  }

  /** All values as they now are, in the order of their keys; listed when they are asked for. */
  Supplier<List<V>> values() {
    TreePMap<K, Made<V>> now = made;
    return () -> now.values().stream().map(Made::value).toList();
  }

  /** In the order of their keys. */
  void forEach(BiConsumer<K, V> action) {
    made.forEach((key, one) -> action.accept(key, one.value()));
  }

  /** The keys whose values depend on any of these. */
  Set<K> dependentsOn(Collection<? extends Dependency> changed) {
    Set<K> keys = new HashSet<>();
    changed.forEach(dependency -> keys.addAll(dependents.get(dependency)));
    return keys;
  }

  /**
   * Makes values anew. One that is equal to the one before stays the same instance.
   *
   * @param make gives nothing where there is to be no value any more
   * @return the keys whose values differ now
   */
  Set<K> update(Collection<K> keys, Function<K, Optional<Made<V>>> make) {
    released = new HashSet<>();
    Set<K> changed = new HashSet<>();
    for (K key : keys) {
      runs++;
      if (replace(key, make.apply(key))) {
        changed.add(key);
      }
    }
    return changed;
  }

  private boolean replace(K key, Optional<Made<V>> next) {
    Optional<Made<V>> before = Optional.ofNullable(made.get(key));
    boolean equal = before.map(Made::value).equals(next.map(Made::value));
    next.ifPresentOrElse(
        now -> {
          V value = equal ? before.get().value() : now.value();
          made = made.plus(key, new Made<>(value, now.dependencies(), now.findings()));
          now.dependencies().forEach(dependency -> dependents.put(dependency, key));
        },
        () -> made = made.minus(key));
    Set<? extends Dependency> kept =
        next.<Set<? extends Dependency>>map(Made::dependencies).orElse(Set.of());
    before.ifPresent(last -> release(key, last, kept));
    findings.replace(
        before.map(Made::findings).orElse(List.of()), next.map(Made::findings).orElse(List.of()));
    return !equal;
  }

  private void release(K key, Made<V> last, Set<? extends Dependency> kept) {
    for (Dependency dependency : last.dependencies()) {
      if (!kept.contains(dependency)) {
        dependents.remove(dependency, key);
        released.add(dependency);
      }
    }
  }

  /** Those of a type on which some value depended before the last update and none does now. */
  <D extends Dependency> List<D> released(Class<D> type) {
    return dropped(type).stream()
        .filter(dependency -> !dependents.containsKey(dependency))
        .toList();
  }

  /** Those of a type on which one value fewer depends since the last update. */
  <D extends Dependency> List<D> dropped(Class<D> type) {
    return released.stream().filter(type::isInstance).map(type::cast).toList();
  }

  /** How many values were made or looked for, since the beginning. */
  long runs() {
    return runs;
  }
}
