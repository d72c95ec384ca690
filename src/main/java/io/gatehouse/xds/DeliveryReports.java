package io.gatehouse.xds;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a {@link DeliveryListener} what happens on one stream. A listener that fails harms no one.
 */
final class DeliveryReports {

  private static final Logger LOG = LoggerFactory.getLogger(DeliveryReports.class);

  private final DeliveryListener listener;
  private final ProxyNode proxy;

  DeliveryReports(DeliveryListener listener, ProxyNode proxy) {
    this.listener = listener;
    this.proxy = proxy;
  }

  void connected() {
    tell(DeliveryListener::onConnected);
  }

  void disconnected(String reason) {
    tell((to, from) -> to.onDisconnected(from, reason));
  }

  void interest(XdsType type, Interest.Change change) {
    if (!change.added().isEmpty()) {
      tell((to, from) -> to.onSubscribed(from, type, Collections.unmodifiableSet(change.added())));
    }
    if (!change.removed().isEmpty()) {
      tell(
          (to, from) ->
              to.onUnsubscribed(from, type, Collections.unmodifiableSet(change.removed())));
    }
  }

  void sent(XdsType type, Delivery delivery, Map<XdsResource, Set<String>> forced) {
    Collection<XdsResource> resources =
        Collections.unmodifiableCollection(delivery.resources().values());
    Set<String> removed = Collections.unmodifiableSet(delivery.removed());
    tell((to, from) -> to.onSent(from, type, resources, removed));
    forced.forEach(
        (route, missing) -> tell((to, from) -> to.onRouteForced(from, route, Set.copyOf(missing))));
  }

  void accepted(XdsType type, Delivery delivery) {
    accepted(type, delivery, delivery.resources().keySet());
  }

  void refused(XdsType type, Delivery delivery, Verdict verdict, String detail) {
    List<XdsResource> refused =
        delivery.resources().values().stream()
            .filter(resource -> !verdict.accepted().contains(resource.name()))
            .toList();
    tell((to, from) -> to.onRefused(from, type, refused, detail, verdict.isExact()));
    accepted(type, delivery, verdict.accepted());
  }

  private void accepted(XdsType type, Delivery delivery, Set<String> names) {
    Map<String, String> versions = new HashMap<>();
    names.forEach(name -> versions.put(name, delivery.resources().get(name).version()));
    delivery.removed().forEach(name -> versions.put(name, ""));
    acknowledged(type, versions);
  }

  /**
   * @param versions by name
   */
  void acknowledged(XdsType type, Map<String, String> versions) {
    if (!versions.isEmpty()) {
      tell((to, from) -> to.onAcknowledged(from, type, Collections.unmodifiableMap(versions)));
    }
  }

  void ignored(Optional<XdsType> type, String what) {
    tell((to, from) -> to.onIgnored(from, type, what));
  }

  private void tell(BiConsumer<DeliveryListener, ProxyNode> event) {
    try {
      event.accept(listener, proxy);
    } catch (RuntimeException e) {
      LOG.warn("A listener of xDS stream {} failed.", proxy.stream(), e);
    }
  }
}
