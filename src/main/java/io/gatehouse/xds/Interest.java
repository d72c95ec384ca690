package io.gatehouse.xds;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What a stream asks for of one type (xDS protocol, "How the client specifies what resources to
 * return" and "Unsubscribing from resources").
 */
final class Interest {

  /** The name that stands for all resources of a type. */
  static final String WILDCARD = "*";

  private final boolean wildcardAllowed;
  private final Set<String> names = new HashSet<>();
  private boolean wildcard;
  private boolean asked;
  private boolean named;

  Interest(XdsType type) {
    this.wildcardAllowed = type.wildcard();
  }

  /**
   * What one request changed.
   *
   * @param added newly asked for
   * @param repeated asked for again: the client may have dropped its copy
   * @param removed no longer asked for
   */
  record Change(Set<String> added, Set<String> repeated, Set<String> removed) {

    private static final Change NONE = new Change(Set.of(), Set.of(), Set.of());

    private Change() {
      this(new LinkedHashSet<>(), new LinkedHashSet<>(), new LinkedHashSet<>());
    }

    boolean isEmpty() {
      return added.isEmpty() && repeated.isEmpty() && removed.isEmpty();
    }
  }

  /** A request of the incremental protocol. */
  Change change(Collection<String> subscribe, Collection<String> unsubscribe) {
    if (asked && subscribe.isEmpty() && unsubscribe.isEmpty()) {
      return Change.NONE;
    }
    Change change = new Change();
    if (wildcardAllowed && !asked && subscribe.isEmpty()) {
      wildcard = true;
      change.added.add(WILDCARD);
    }
    asked = true;
    unsubscribe.stream().filter(this::remove).forEach(change.removed::add);
    for (String wanted : subscribe) {
      String name = SharedNames.of(wanted);
      (add(name) ? change.added : change.repeated).add(name);
    }
    return change;
  }

  /** A request of the state of the world protocol, which always names all. */
  Change replace(Collection<String> wanted) {
    named |= !wanted.isEmpty();
    Set<String> target = new LinkedHashSet<>(wanted);
    if (wildcardAllowed && !named) {
      target.add(WILDCARD);
    }
    if (!wildcardAllowed && target.equals(names)) {
      return Change.NONE;
    }
    Change change = new Change();
    Set<String> before = new HashSet<>(names);
    if (wildcard) {
      before.add(WILDCARD);
    }
    target.stream().map(SharedNames::of).filter(this::add).forEach(change.added::add);
    before.stream()
        .filter(name -> !target.contains(name))
        .filter(this::remove)
        .forEach(change.removed::add);
    return change;
  }

  boolean includes(String name) {
    return wildcard || names.contains(name);
  }

  /** Whether {@code name} itself was asked for, so that its absence has to be told. */
  boolean isExplicit(String name) {
    return names.contains(name);
  }

  boolean isWildcard() {
    return wildcard;
  }

  Set<String> names() {
    return names;
  }

  private boolean add(String name) {
    if (wildcardAllowed && name.equals(WILDCARD)) {
      boolean added = !wildcard;
      wildcard = true;
      return added;
    }
    return names.add(name);
  }

  private boolean remove(String name) {
    if (wildcardAllowed && name.equals(WILDCARD)) {
      boolean removed = wildcard;
      wildcard = false;
      return removed;
    }
    return names.remove(name);
  }
}
