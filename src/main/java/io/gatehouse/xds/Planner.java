package io.gatehouse.xds;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Decides what a stream says next: compares what is to be served with what Envoy has. */
final class Planner {

  /** What came of a look at a name. */
  private enum Look {
    /** There is nothing to be sent. */
    SETTLED,
    /** It goes with this response or a later one. */
    OFFERED,
    /** It goes when clusters have been acknowledged. */
    WAITS
  }

  private final Map<XdsType, TypeState> types = new EnumMap<>(XdsType.class);
  private final boolean tellsAbsence;
  private final MakeBeforeBreak order;
  private final Reconnect reconnect;
  private final Retries retries;
  private Optional<Snapshot> snapshot = Optional.empty();

  Planner(XdsProtocol<?, ?> protocol, Alarm alarm, XdsTimings timings) {
    for (XdsType type : XdsType.values()) {
      types.put(type, new TypeState(type, protocol.namesAll(type)));
    }
    tellsAbsence = protocol.tellsAbsence();
    order =
        new MakeBeforeBreak(
            state(XdsType.CLUSTER),
            List.of(state(XdsType.ROUTE), state(XdsType.LISTENER)),
            alarm,
            timings.routeHold());
    reconnect = new Reconnect(alarm, timings);
    retries = new Retries(alarm);
  }

  TypeState state(XdsType type) {
    return types.get(type);
  }

  /**
   * A type is asked for, for the first time on this stream.
   *
   * @return secrets that Envoy holds from an earlier stream and that may not be served now
   */
  Set<String> start(TypeState state, StreamRequest request) {
    state.start(request);
    Set<String> held = heldBefore(state, request);
    reconnect.onStarted(state.type(), request.returning(), held);
    boolean served =
        snapshot.filter(now -> now.of(state.type()).keySet().containsAll(held)).isPresent();
    return served || state.type() != XdsType.SECRET ? Set.of() : held;
  }

  /** The state of the world protocol does not say which of the names a client has. */
  private static Set<String> heldBefore(TypeState state, StreamRequest request) {
    return Set.copyOf(
        request.returning() && request.held().isEmpty()
            ? state.interest().names()
            : request.held().keySet());
  }

  /** What a stream is interested in has changed. */
  void onInterest(TypeState state, Interest.Change change, boolean first) {
    if (state.type() == XdsType.CLUSTER && !change.isEmpty()) {
      order.clustersChanged();
    }
    for (String name : change.removed()) {
      Collection<String> names =
          name.equals(Interest.WILDCARD) ? state.holdings().names() : List.of(name);
      names.stream().filter(n -> !state.interest().isExplicit(n)).forEach(n -> drop(state, n));
    }
    for (String name : change.added()) {
      if (name.equals(Interest.WILDCARD) && state.interest().isWildcard()) {
        touchAll(state);
      } else if (first) {
        state.touch(name);
      } else {
        resend(state, name);
      }
    }
    change.repeated().forEach(name -> resend(state, name));
  }

  private void drop(TypeState state, String name) {
    if (state.interest().isWildcard()) {
      state.touchAgain(name);
    } else {
      state.forget(name);
    }
    if (order.concerns(state.type())) {
      order.release(state.type(), name);
      order.settled();
    }
  }

  private void resend(TypeState state, String name) {
    state.holdings().doubt(name);
    state.touchAgain(name);
  }

  private void touchAll(TypeState state) {
    state.touch(state.interest().names());
    state.touch(state.holdings().names());
    if (state.interest().isWildcard()) {
      snapshot.ifPresent(now -> state.touch(now.of(state.type()).keySet()));
    }
  }

  void onSnapshot(Snapshot next, Map<XdsType, Set<String>> changed) {
    Optional<Snapshot> before = snapshot;
    snapshot = Optional.of(next);
    if (before.isEmpty()) {
      reconnect.onFirstSnapshot();
      types.values().forEach(this::touchAll);
      return;
    }
    changed.forEach((type, names) -> touchIncluded(state(type), names.stream()));
    order.clustersChanged(changed.getOrDefault(XdsType.CLUSTER, Set.of()));
    if (!before.get().held().equals(next.held())) {
      touchIncluded(
          state(XdsType.SECRET), Stream.concat(before.get().held().stream(), next.held().stream()));
    }
  }

  private static void touchIncluded(TypeState state, Stream<String> names) {
    state.touch(names.filter(state.interest()::includes).toList());
  }

  /** Whether there may be something to be sent. */
  boolean hasWork() {
    return snapshot.isPresent() && !types.values().stream().allMatch(TypeState::isIdle);
  }

  /** The next response of a type, or empty where nothing can or need be sent now. */
  Optional<Draft> next(TypeState state) {
    if (snapshot.isEmpty() || !state.isStarted() || state.isWindowFull()) {
      return Optional.empty();
    }
    if (order.concerns(state.type())) {
      order.endWaits();
    } else if (state.type() == XdsType.SECRET) {
      retries.due().forEach(name -> retry(state, name));
    }
    if (state.isIdle()) {
      return Optional.empty();
    }
    boolean single = goesSingly(state);
    if (single && state.isFull() && state.isInFlight()) {
      return Optional.empty();
    }
    if (state.type() == XdsType.LISTENER && !reconnect.isSettled(snapshot.get())) {
      return Optional.empty();
    }
    return draft(state, single);
  }

  /**
   * An Envoy that starts takes an empty answer for all there is: it is not given while one waits.
   */
  private Optional<Draft> draft(TypeState state, boolean single) {
    Draft draft = new Draft(state.type(), state.isFull(), single);
    Map<Look, List<String>> looks = new EnumMap<>(Look.class);
    for (String name : candidates(state)) {
      if (draft.isComplete()) {
        break;
      }
      looks.computeIfAbsent(look(state, name, draft), l -> new ArrayList<>()).add(name);
    }
    looks.getOrDefault(Look.SETTLED, List.of()).forEach(name -> settle(state, name));
    List<String> waiting = looks.getOrDefault(Look.WAITS, List.of());
    waiting.forEach(state::park);
    boolean owed = state.owesAnswer() && waiting.isEmpty();
    return draft.isEmpty() && !owed ? Optional.empty() : Optional.of(draft);
  }

  /**
   * Listeners are sent one by one, so that the first refusal is exact. Not where a response names
   * all: what it would leave out, a returning Envoy would remove.
   */
  private static boolean goesSingly(TypeState state) {
    if (isOwedAll(state)) {
      return false;
    }
    return state.type() == XdsType.LISTENER || state.isFull() && state.hasAlone();
  }

  private static boolean isOwedAll(TypeState state) {
    return state.isFull() && state.isReturning() && state.owesAnswer();
  }

  private void retry(TypeState state, String name) {
    XdsResource wanted = snapshot.get().of(state.type()).get(name);
    retries.tried(name);
    if (wanted != null && state.interest().includes(name)) {
      state.retry(wanted);
    }
  }

  /**
   * Listeners leave before others come, as they may want the same port. Secrets that Envoy may
   * refuse come last: with a refusal, it waits no longer for those that a listener needs.
   */
  private Collection<String> candidates(TypeState state) {
    Map<String, XdsResource> served = snapshot.get().of(state.type());
    if (state.type() == XdsType.LISTENER) {
      return state.dirty().stream().sorted(Comparator.comparing(served::containsKey)).toList();
    }
    return state.type() == XdsType.SECRET
        ? state.dirty().stream()
            .sorted(Comparator.comparing(name -> isUncertain(served, name)))
            .toList()
        : state.dirty();
  }

  private static boolean isUncertain(Map<String, XdsResource> served, String name) {
    XdsResource resource = served.get(name);
    return resource != null && resource.uncertain();
  }

  private Look look(TypeState state, String name, Draft draft) {
    XdsResource wanted = snapshot.get().of(state.type()).get(name);
    if (wanted != null && !state.holdings().isRefused(wanted)) {
      return lookAt(state, wanted, draft);
    }
    Answer answer = wanted == null ? ofUnknown(state, name) : insteadOfRefused(state, name);
    return answer.absent()
        ? lookAtRemoval(state, name, draft)
        : answer.resource().map(resource -> lookAt(state, resource, draft)).orElse(Look.SETTLED);
  }

  private Look lookAt(TypeState state, XdsResource resource, Draft draft) {
    if (!state.needs(resource)) {
      return Look.SETTLED;
    }
    Set<String> missing = Set.of();
    if (order.concerns(state.type()) && !isOwedAll(state)) {
      missing = order.missing(resource, snapshot.get());
      if (order.holdsBack(resource, missing)) {
        return Look.WAITS;
      }
    }
    draft.add(resource, resource.uncertain() || state.isAlone(resource.name()), missing);
    return Look.OFFERED;
  }

  private Look lookAtRemoval(TypeState state, String name, Draft draft) {
    if (!state.needsRemoval(name) || !tellsAbsence && !state.isFull()) {
      return Look.SETTLED;
    }
    if (mayLeave(state, name)) {
      draft.remove(name);
    }
    return Look.OFFERED;
  }

  private boolean mayLeave(TypeState state, String name) {
    return switch (state.type()) {
      case CLUSTER -> reconnect.clustersMayLeave();
      case SECRET -> !state.holdings().has(name) || reconnect.isSettled(snapshot.get());
      case ENDPOINT, LISTENER, ROUTE -> true;
    };
  }

  /** What there is to say of a name that nothing is served under. */
  private Answer ofUnknown(TypeState state, String name) {
    if (!stays(state.type(), name)) {
      return Answer.ABSENT;
    }
    return orWhatEnvoyHas(state, name, state.holdings().current(name));
  }

  private static Answer insteadOfRefused(TypeState state, String name) {
    return orWhatEnvoyHas(state, name, state.holdings().acknowledged(name));
  }

  private static Answer orWhatEnvoyHas(
      TypeState state, String name, Optional<XdsResource> resource) {
    return resource
        .map(Answer::of)
        .orElse(state.holdings().willHave(name) ? Answer.SILENCE : Answer.ABSENT);
  }

  /** Whether Envoy may keep what it has of {@code name} although nothing is served under it. */
  private boolean stays(XdsType type, String name) {
    return switch (type) {
      case SECRET -> snapshot.get().held().contains(name);
      case CLUSTER -> order.lingers(name, snapshot.get());
      case ENDPOINT -> state(XdsType.CLUSTER).holdings().willHave(name);
      case LISTENER, ROUTE -> false;
    };
  }

  private void settle(TypeState state, String name) {
    state.settle(name);
    if (order.concerns(state.type())) {
      order.release(state.type(), name);
    }
  }

  void sent(TypeState state, Delivery delivery) {
    if (state.type() == XdsType.CLUSTER) {
      order.clustersSent(delivery);
      delivery.resources().keySet().stream()
          .filter(state.holdings()::willHave)
          .forEach(this::resendEndpoints);
    }
    state.sent(delivery);
    if (order.concerns(state.type())) {
      delivery.resources().keySet().forEach(name -> order.release(state.type(), name));
    }
  }

  /** A cluster that changes warms until its endpoints come again, unasked for. */
  private void resendEndpoints(String cluster) {
    TypeState endpoints = state(XdsType.ENDPOINT);
    if (endpoints.interest().includes(cluster)) {
      endpoints.touchAgain(cluster);
    }
  }

  /** A response was accepted or refused. */
  void answered(TypeState state, Delivery delivery) {
    if (state.type() == XdsType.SECRET) {
      delivery.resources().values().stream()
          .filter(XdsResource::uncertain)
          .forEach(secret -> answered(state, secret));
    }
    if (order.concerns(state.type())) {
      order.settled();
    } else if (state.type() == XdsType.CLUSTER && state.isFull()) {
      order.clustersChanged();
    } else if (state.type() == XdsType.CLUSTER) {
      order.clustersChanged(delivery.resources().keySet());
    } else if (state.type() == XdsType.ENDPOINT) {
      order.endpointsAcknowledged(delivery.nonce(), acknowledged(state, delivery));
    }
  }

  private void answered(TypeState state, XdsResource uncertain) {
    if (state.holdings().isRefused(uncertain)) {
      retries.refused(uncertain.name());
    } else {
      retries.accepted(uncertain.name());
    }
  }

  private static List<String> acknowledged(TypeState state, Delivery delivery) {
    return delivery.resources().values().stream()
        .filter(sent -> state.holdings().acknowledged(sent.name()).filter(sent::equals).isPresent())
        .map(XdsResource::name)
        .toList();
  }

  /** Resources turned out to be there from an earlier stream. */
  void recognized(TypeState state) {
    if (order.concerns(state.type())) {
      order.settled();
    }
  }

  /** When something may be sent that cannot be sent now, on the {@link Alarm}. */
  LongStream deadlines() {
    return LongStream.concat(
        retries.deadlines(), LongStream.concat(order.deadlines(), reconnect.deadlines()));
  }
}
