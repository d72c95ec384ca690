package io.gatehouse.xds;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What one Envoy has of one type, as far as a stream knows. Not thread safe. */
final class Holdings {

  private final Map<String, XdsResource> acknowledged = new HashMap<>();

  /** Versions that Envoy has from an earlier stream, where that is not what is served now. */
  private final Map<String, String> inherited = new HashMap<>();

  /** The newest of what was sent and is not acknowledged. */
  private final Map<String, Sent> latest = new HashMap<>();

  /** Of every form in {@link #acknowledged} and {@link #latest}: Envoy may be using any of them. */
  private final ClusterUses clusterUses = new ClusterUses();

  private final Map<String, String> refused = new HashMap<>();
  private final Set<String> toldAbsent = new HashSet<>();

  /** Empty for a removal. */
  private record Sent(long nonce, Optional<XdsResource> resource) {}

  void inherit(Map<String, String> versions) {
    inherited.putAll(versions);
  }

  /**
   * Whether Envoy said it has {@code resource} from an earlier stream; counts it as acknowledged.
   */
  boolean recognize(XdsResource resource) {
    boolean recognized = inherited.remove(resource.name(), resource.version());
    if (recognized) {
      setAcknowledged(resource);
    }
    return recognized;
  }

  /** Whether Envoy has {@code name} in some form. */
  boolean has(String name) {
    return acknowledged.containsKey(name) || inherited.containsKey(name);
  }

  /** Whether Envoy has {@code name}, or will once it has read what was sent. */
  boolean willHave(String name) {
    Sent sent = latest.get(name);
    return sent == null ? has(name) : sent.resource.isPresent();
  }

  Optional<XdsResource> acknowledged(String name) {
    return Optional.ofNullable(acknowledged.get(name));
  }

  /** What Envoy has, or will have once it has read what was sent; empty where that is unknown. */
  Optional<XdsResource> current(String name) {
    Sent sent = latest.get(name);
    return sent == null ? acknowledged(name) : sent.resource;
  }

  /** Whether {@link #current(String)} is of the same version. */
  boolean isCurrent(XdsResource resource) {
    Sent sent = latest.get(resource.name());
    XdsResource now = sent == null ? acknowledged.get(resource.name()) : sent.resource.orElse(null);
    return now != null && now.version().equals(resource.version());
  }

  /** {@link #current(String)} of all names, in the order of the names. */
  Map<String, XdsResource> current() {
    Map<String, XdsResource> current = new TreeMap<>(acknowledged);
    latest.forEach(
        (name, sent) ->
            sent.resource.ifPresentOrElse(
                resource -> current.put(name, resource), () -> current.remove(name)));
    return current;
  }

  /** Which clusters the forms name that Envoy may be using. */
  ClusterUses clusterUses() {
    return clusterUses;
  }

  /** Whether Envoy may be using a form that names {@code cluster} and will be replaced. */
  boolean isNamedByOutdated(String cluster, Map<String, XdsResource> now) {
    return clusterUses.contains(cluster)
        && Stream.concat(
                acknowledged.values().stream(),
                latest.values().stream().flatMap(sent -> sent.resource.stream()))
            .filter(form -> form.clusters().contains(cluster))
            .anyMatch(form -> isOutdated(form, now.get(form.name())));
  }

  private static boolean isOutdated(XdsResource form, XdsResource now) {
    return now == null || !now.version().equals(form.version());
  }

  /** Names of which Envoy has a form that is not known here. */
  Set<String> inherited() {
    return inherited.keySet();
  }

  /** Every name of which Envoy may have something. */
  Set<String> names() {
    Set<String> names = new HashSet<>(acknowledged.keySet());
    names.addAll(inherited.keySet());
    names.addAll(latest.keySet());
    return names;
  }

  boolean isRefused(XdsResource resource) {
    return !refused.isEmpty() && resource.version().equals(refused.get(resource.name()));
  }

  /**
   * Whether Envoy refused a form that it goes on being sent, as to leave it out would remove it.
   */
  boolean keepsRefused() {
    return latest.values().stream().anyMatch(s -> s.resource.filter(this::isRefused).isPresent());
  }

  /** Whether {@code name} was said to be absent and nothing was sent for it since. */
  boolean isToldAbsent(String name) {
    return toldAbsent.contains(name);
  }

  /** The client may have dropped its copy: whatever it said it has counts no more. */
  void doubt(String name) {
    inherited.remove(name);
  }

  void forget(String name) {
    dropAcknowledged(name);
    inherited.remove(name);
    dropLatest(name);
    toldAbsent.remove(name);
  }

  void sent(Delivery delivery) {
    long nonce = delivery.nonce();
    delivery
        .resources()
        .forEach((name, resource) -> setLatest(name, new Sent(nonce, Optional.of(resource))));
    delivery.removed().forEach(name -> setLatest(name, new Sent(nonce, Optional.empty())));
    toldAbsent.removeAll(delivery.resources().keySet());
    toldAbsent.addAll(delivery.removed());
  }

  void accept(long nonce, XdsResource resource) {
    setAcknowledged(resource);
    inherited.remove(resource.name());
    dropLatest(nonce, resource.name());
  }

  void acceptRemoval(long nonce, String name) {
    dropAcknowledged(name);
    inherited.remove(name);
    dropLatest(nonce, name);
  }

  /** A response that held everything was accepted: so is what was refused before. */
  void acceptAll(long nonce) {
    latest.values().stream()
        .filter(sent -> sent.nonce <= nonce)
        .flatMap(sent -> sent.resource.stream())
        .toList()
        .forEach(resource -> accept(nonce, resource));
  }

  /**
   * @param keep whether Envoy may have an earlier form that it would lose if this one was left out
   */
  void refuse(long nonce, XdsResource resource, boolean keep) {
    refused.put(resource.name(), resource.version());
    if (!has(resource.name())) {
      toldAbsent.add(resource.name());
    }
    if (!keep || acknowledged.containsKey(resource.name())) {
      dropLatest(nonce, resource.name());
    }
  }

  /** What was refused of {@code name} may be sent again. */
  void forgive(String name) {
    refused.remove(name);
  }

  /** It is not known what came of what was sent. */
  void dropLatest(long nonce, String name) {
    Sent sent = latest.get(name);
    if (sent != null && sent.nonce <= nonce) {
      dropLatest(name);
    }
  }

  private void setAcknowledged(XdsResource form) {
    clusterUses.add(form);
    XdsResource before = acknowledged.put(form.name(), form);
    if (before != null) {
      clusterUses.remove(before);
    }
  }

  private void dropAcknowledged(String name) {
    XdsResource before = acknowledged.remove(name);
    if (before != null) {
      clusterUses.remove(before);
    }
  }

  private void setLatest(String name, Sent sent) {
    sent.resource.ifPresent(clusterUses::add);
    Sent before = latest.put(name, sent);
    if (before != null) {
      before.resource.ifPresent(clusterUses::remove);
    }
  }

  private void dropLatest(String name) {
    Sent before = latest.remove(name);
    if (before != null) {
      before.resource.ifPresent(clusterUses::remove);
    }
  }
}
