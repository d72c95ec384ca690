package io.gatehouse.bench.client;

import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** What an Envoy holds and asks for. Not safe for use by several threads. */
final class Holdings {

  private record Held(String version, Facts facts) {}

  private final Map<ResourceType, Map<String, Held>> held = new EnumMap<>(ResourceType.class);
  private final Map<ResourceType, Set<String>> wanted = new EnumMap<>(ResourceType.class);
  private final Set<ResourceType> asked = EnumSet.noneOf(ResourceType.class);
  private final Set<ResourceType> answered = EnumSet.noneOf(ResourceType.class);
  private final Map<ResourceType, Volume> received = new EnumMap<>(ResourceType.class);
  private long lastReceived = System.nanoTime();

  Holdings() {
    for (ResourceType type : ResourceType.values()) {
      held.put(type, new HashMap<>());
      wanted.put(type, Set.of());
    }
  }

  /** The requests of a new stream: clusters, and all that was asked for on an earlier one. */
  List<DeltaDiscoveryRequest.Builder> start() {
    asked.add(ResourceType.CLUSTER);
    return asked.stream().map(this::resume).toList();
  }

  private DeltaDiscoveryRequest.Builder resume(ResourceType type) {
    DeltaDiscoveryRequest.Builder request =
        request(type).addAllResourceNamesSubscribe(wanted.get(type));
    held.get(type).forEach((name, one) -> request.putInitialResourceVersions(name, one.version()));
    return request;
  }

  /**
   * Takes what a response brings.
   *
   * @param marks is told those of each resource
   */
  void take(
      ResourceType type, DeltaDiscoveryResponse response, long now, Consumer<Set<String>> marks) {
    lastReceived = now;
    received.merge(
        type,
        new Volume(
            1,
            response.getResourcesCount(),
            response.getRemovedResourcesCount(),
            response.getSerializedSize()),
        Volume::plus);
    answered.add(type);
    for (Resource resource : response.getResourcesList()) {
      if (!type.wildcard() && !wanted.get(type).contains(resource.getName())) {
        continue; // was on its way when it was no longer asked for
      }
      Facts facts = Facts.of(type, resource.getResource().getValue());
      held.get(type).put(resource.getName(), new Held(resource.getVersion(), facts));
      if (!facts.marks().isEmpty()) {
        marks.accept(facts.marks());
      }
    }
    held.get(type).keySet().removeAll(Set.copyOf(response.getRemovedResourcesList()));
  }

  /** What an Envoy asks for once it has taken something of that type. */
  List<DeltaDiscoveryRequest.Builder> follow(ResourceType type) {
    List<DeltaDiscoveryRequest.Builder> requests = new ArrayList<>();
    for (ResourceType child : ResourceType.values()) {
      if (child.parents().contains(type)) {
        subscribe(child, requests);
      }
    }
    // Envoy asks for listeners once its first clusters have their endpoints.
    if (answered.contains(ResourceType.CLUSTER)
        && !lacks(ResourceType.ENDPOINT)
        && asked.add(ResourceType.LISTENER)) {
      requests.add(request(ResourceType.LISTENER));
    }
    return requests;
  }

  private void subscribe(ResourceType child, List<DeltaDiscoveryRequest.Builder> requests) {
    Set<String> now = new HashSet<>();
    for (ResourceType parent : child.parents()) {
      held.get(parent).values().forEach(one -> now.addAll(one.facts().references(child)));
    }
    Set<String> before = wanted.put(child, now);
    Set<String> gone = difference(before, now);
    held.get(child).keySet().removeAll(gone);
    if (!now.equals(before)) {
      asked.add(child);
      requests.add(
          request(child)
              .addAllResourceNamesSubscribe(difference(now, before))
              .addAllResourceNamesUnsubscribe(gone));
    }
  }

  private static Set<String> difference(Set<String> all, Set<String> without) {
    return all.stream().filter(name -> !without.contains(name)).collect(Collectors.toSet());
  }

  private static DeltaDiscoveryRequest.Builder request(ResourceType type) {
    return DeltaDiscoveryRequest.newBuilder().setTypeUrl(type.url());
  }

  /** Whether there is a listener, and everything that is named is there. */
  boolean isComplete() {
    return answered.contains(ResourceType.CLUSTER)
        && !held.get(ResourceType.LISTENER).isEmpty()
        && !lacks(ResourceType.ENDPOINT)
        && !lacks(ResourceType.ROUTE)
        && !lacks(ResourceType.SECRET);
  }

  private boolean lacks(ResourceType type) {
    // What is held and not wanted has been dropped.
    return held.get(type).size() < wanted.get(type).size();
  }

  /** The names asked for, none of a type of which all are. */
  Map<ResourceType, Set<String>> wanted() {
    return new EnumMap<>(wanted);
  }

  Map<ResourceType, Volume> received() {
    return new EnumMap<>(received);
  }

  /** Nano time. */
  long lastReceived() {
    return lastReceived;
  }

  @Override
  public String toString() {
    return Arrays.stream(ResourceType.values())
        .map(
            type ->
                "%s holds %d, wants %d"
                    .formatted(type.service(), held.get(type).size(), wanted.get(type).size()))
        .collect(Collectors.joining("; "));
  }
}
