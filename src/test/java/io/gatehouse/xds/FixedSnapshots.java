package io.gatehouse.xds;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** The same snapshot for every stream, changed by a test. */
final class FixedSnapshots implements SnapshotProvider {

  private final List<SnapshotListener> listeners = new CopyOnWriteArrayList<>();
  private final List<ProxyNode> proxies = new CopyOnWriteArrayList<>();
  private final List<Set<String>> holds = new CopyOnWriteArrayList<>();
  private Map<XdsType, Map<String, XdsResource>> resources = new EnumMap<>(XdsType.class);
  private Set<String> held = Set.of();
  private boolean published;
  private Consumer<Set<String>> onHold = names -> {};

  @Override
  public synchronized Subscription subscribe(ProxyNode node, SnapshotListener listener) {
    proxies.add(node);
    listeners.add(listener);
    if (published) {
      listener.onSnapshot(snapshot(), names());
    }
    return new Subscription() {
      @Override
      public void hold(Set<String> secretNames) {
        holds.add(secretNames);
        onHold.accept(secretNames);
      }

      @Override
      public void close() {
        listeners.remove(listener);
      }
    };
  }

  /** Adds or replaces resources. */
  void put(XdsResource... changed) {
    change(List.of(changed), List.of());
  }

  void remove(XdsResource... gone) {
    change(List.of(), List.of(gone));
  }

  synchronized void change(Collection<XdsResource> put, Collection<XdsResource> removed) {
    Map<XdsType, Map<String, XdsResource>> next = new EnumMap<>(XdsType.class);
    resources.forEach((type, byName) -> next.put(type, new TreeMap<>(byName)));
    Map<XdsType, Set<String>> names = new EnumMap<>(XdsType.class);
    for (XdsResource resource : removed) {
      next.computeIfAbsent(resource.type(), t -> new TreeMap<>()).remove(resource.name());
      names.computeIfAbsent(resource.type(), t -> new HashSet<>()).add(resource.name());
    }
    for (XdsResource resource : put) {
      next.computeIfAbsent(resource.type(), t -> new TreeMap<>()).put(resource.name(), resource);
      names.computeIfAbsent(resource.type(), t -> new HashSet<>()).add(resource.name());
    }
    resources = next;
    publish(names);
  }

  synchronized void hold(String... secrets) {
    held = Set.of(secrets);
    publish(Map.of());
  }

  /** What happens when a stream reports secrets of an earlier one. */
  void onHold(Consumer<Set<String>> action) {
    onHold = action;
  }

  List<ProxyNode> proxies() {
    return new ArrayList<>(proxies);
  }

  List<Set<String>> holds() {
    return holds;
  }

  int subscribers() {
    return listeners.size();
  }

  Optional<XdsResource> get(XdsType type, String name) {
    return Optional.ofNullable(snapshot().of(type).get(name));
  }

  Set<String> names(XdsType type) {
    return snapshot().of(type).keySet();
  }

  private void publish(Map<XdsType, Set<String>> changed) {
    Map<XdsType, Set<String>> names = published ? changed : names();
    published = true;
    listeners.forEach(listener -> listener.onSnapshot(snapshot(), names));
  }

  private synchronized Snapshot snapshot() {
    return new Snapshot(resources, held);
  }

  private Map<XdsType, Set<String>> names() {
    Map<XdsType, Set<String>> names = new EnumMap<>(XdsType.class);
    resources.forEach((type, byName) -> names.put(type, byName.keySet()));
    return names;
  }
}
