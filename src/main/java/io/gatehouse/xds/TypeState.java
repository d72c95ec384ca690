package io.gatehouse.xds;

import io.envoyproxy.envoy.service.discovery.v3.Resource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * One type on one stream: what is asked for, what Envoy has, what is on its way, and which names
 * are to be looked at. Not thread safe.
 */
final class TypeState {

  /** More responses than this are not sent ahead of their acknowledgements. */
  static final int WINDOW = 1000;

  private final XdsType type;
  private final boolean full;
  private final Interest interest;
  private final Holdings holdings = new Holdings();
  private final NavigableMap<Long, Delivery> inFlight = new TreeMap<>();

  /** Names to be compared with what is to be served. */
  private Set<String> dirty = new LinkedHashSet<>();

  /** Those among {@link #dirty} that are sent even if Envoy seems to have them. */
  private final Set<String> again = new HashSet<>();

  /** Those of a refused response: each is sent alone. */
  private final Set<String> alone = new HashSet<>();

  /** Those whose form in other words was sent last. */
  private final Set<String> inOtherWords = new HashSet<>();

  private Map<String, String> recognized = new HashMap<>();
  private boolean started;
  private boolean returning;
  private boolean owesAnswer;

  /**
   * @param full whether every response names all resources, and thereby removes all others
   */
  TypeState(XdsType type, boolean full) {
    this.type = type;
    this.full = full;
    this.interest = new Interest(type);
  }

  XdsType type() {
    return type;
  }

  boolean isFull() {
    return full;
  }

  Interest interest() {
    return interest;
  }

  Holdings holdings() {
    return holdings;
  }

  /** The first request of the type. */
  void start(StreamRequest request) {
    started = true;
    returning = request.returning();
    owesAnswer = type.wildcard() && request.held().isEmpty();
    holdings.inherit(request.held());
  }

  boolean isStarted() {
    return started;
  }

  /** Whether the client was served this type by an earlier stream. */
  boolean isReturning() {
    return returning;
  }

  /** Whether the client waits for a response even if there is nothing for it. */
  boolean owesAnswer() {
    return owesAnswer;
  }

  /** Whether there is nothing to be looked at or said. */
  boolean isIdle() {
    return dirty.isEmpty() && !owesAnswer;
  }

  boolean isInFlight() {
    return !inFlight.isEmpty();
  }

  boolean isWindowFull() {
    return inFlight.size() >= WINDOW;
  }

  /** Names to be compared with what is to be served. */
  Set<String> dirty() {
    return dirty;
  }

  void touch(String name) {
    dirty.add(name);
  }

  void touch(Collection<String> names) {
    dirty.addAll(names);
  }

  /** To be sent even if Envoy seems to have it. */
  void touchAgain(String name) {
    dirty.add(name);
    again.add(name);
  }

  /** There is nothing to be sent for {@code name}. */
  void settle(String name) {
    dirty.remove(name);
    again.remove(name);
  }

  /** There may be something to be sent for {@code name}, once it is touched again. */
  void park(String name) {
    dirty.remove(name);
  }

  boolean isAlone(String name) {
    return alone.contains(name);
  }

  /**
   * As it goes to the client: where it was among what the client refused, in other words than the
   * last time.
   */
  Resource wire(XdsResource resource) {
    boolean reworded = isAlone(resource.name()) && inOtherWords.add(resource.name());
    if (!reworded) {
      inOtherWords.remove(resource.name());
    }
    return reworded ? resource.reworded() : resource.wire();
  }

  /** What was refused is to be sent once more, although it is the same. */
  void retry(XdsResource resource) {
    if (holdings.isRefused(resource)) {
      holdings.forgive(resource.name());
      alone.add(resource.name());
      touchAgain(resource.name());
    }
  }

  boolean hasAlone() {
    return !alone.isEmpty();
  }

  /** Nothing is known of {@code name} any more, except what was refused. */
  void forget(String name) {
    holdings.forget(name);
    alone.remove(name);
    inOtherWords.remove(name);
    settle(name);
  }

  /** Whether {@code resource} has to be sent. */
  boolean needs(XdsResource resource) {
    String name = resource.name();
    if (again.contains(name)) {
      return true;
    }
    if (holdings.recognize(resource)) {
      recognized.put(name, resource.version());
    }
    return !holdings.isCurrent(resource);
  }

  /** Whether it has to be said that there is no {@code name}. */
  boolean needsRemoval(String name) {
    return again.contains(name)
        || !holdings.isToldAbsent(name) && (interest.isExplicit(name) || holdings.willHave(name));
  }

  /** Versions that a returning client turned out to have, since the last call. */
  Map<String, String> takeRecognized() {
    Map<String, String> taken = recognized;
    recognized = new HashMap<>();
    return taken;
  }

  void sent(Delivery delivery) {
    owesAnswer = false;
    inFlight.put(delivery.nonce(), delivery);
    holdings.sent(delivery);
    delivery.resources().keySet().forEach(this::settle);
    delivery.removed().forEach(this::settle);
    if (dirty.isEmpty()) {
      dirty = new LinkedHashSet<>(); // a set stays as large as it has ever been
    }
  }

  /**
   * Takes what {@code nonce} answers out of flight.
   *
   * @param cumulative whether it answers all that was sent before it, too
   * @return what changed with it; empty for a nonce that answers nothing any more
   */
  Optional<Delivery> answered(long nonce, boolean cumulative) {
    if (!inFlight.containsKey(nonce)) {
      return Optional.empty();
    }
    Map<Long, Delivery> answered =
        cumulative ? inFlight.headMap(nonce, true) : inFlight.subMap(nonce, true, nonce, true);
    Optional<Delivery> delivery = List.copyOf(answered.values()).stream().reduce(Delivery::then);
    answered.clear();
    return delivery;
  }

  void accept(Delivery delivery) {
    delivery.resources().values().forEach(resource -> accept(delivery.nonce(), resource));
    delivery.removed().forEach(name -> acceptRemoval(delivery.nonce(), name));
    if (full) {
      holdings.acceptAll(delivery.nonce());
    }
  }

  private void accept(long nonce, XdsResource resource) {
    alone.remove(resource.name());
    if (interest.includes(resource.name())) {
      holdings.accept(nonce, resource);
    }
  }

  private void acceptRemoval(long nonce, String name) {
    holdings.acceptRemoval(nonce, name);
    if (!interest.isExplicit(name) && !holdings.willHave(name)) {
      holdings.forget(name);
    }
  }

  /** Removals cannot be refused in any useful way: they count as accepted. */
  void refuse(Delivery delivery, Verdict verdict) {
    long nonce = delivery.nonce();
    delivery.removed().forEach(name -> acceptRemoval(nonce, name));
    delivery
        .resources()
        .forEach(
            (name, resource) -> {
              if (verdict.refused().contains(name)) {
                alone.remove(name);
                holdings.refuse(nonce, resource, full && returning);
              } else if (verdict.retried().contains(name)) {
                holdings.dropLatest(nonce, name);
                alone.add(name);
                touchAgain(name);
              } else {
                accept(nonce, resource);
              }
            });
  }
}
