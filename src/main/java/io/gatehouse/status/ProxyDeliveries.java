package io.gatehouse.status;

import io.gatehouse.xds.XdsResource;
import io.gatehouse.xds.XdsType;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * What one Envoy was sent and has acknowledged. A change costs what it changes; a copy for readers
 * is made only where something changed since the last one.
 */
final class ProxyDeliveries {

  private final Instant since;
  private final Map<XdsType, Map<String, Delivery>> live = new EnumMap<>(XdsType.class);
  private final Map<XdsType, Map<String, Delivery>> copies = new EnumMap<>(XdsType.class);

  /**
   * @param since when the Envoy connected
   */
  ProxyDeliveries(Instant since) {
    this.since = since;
  }

  Instant since() {
    return since;
  }

  synchronized void sent(XdsType type, Collection<XdsResource> resources, Set<String> removed) {
    removed.forEach(name -> change(type, name, known -> known.withSent(Delivery.WITHDRAWN)));
    resources.forEach(
        resource -> change(type, resource.name(), known -> known.withSent(resource.version())));
  }

  /** Changes what is known of a name; of one seen first, from {@link Delivery#NONE}. */
  synchronized void change(XdsType type, String name, UnaryOperator<Delivery> change) {
    Map<String, Delivery> deliveries = live.computeIfAbsent(type, t -> new HashMap<>());
    deliveries.put(name, change.apply(deliveries.getOrDefault(name, Delivery.NONE)));
    copies.remove(type);
  }

  synchronized void acknowledge(XdsType type, Map<String, String> versions) {
    Map<String, Delivery> deliveries = live.computeIfAbsent(type, t -> new HashMap<>());
    versions.forEach(
        (name, version) -> {
          Delivery delivery =
              deliveries.getOrDefault(name, Delivery.NONE).withAcknowledged(version);
          boolean gone =
              version.equals(Delivery.WITHDRAWN)
                  && delivery.sent().filter(sent -> !sent.equals(Delivery.WITHDRAWN)).isEmpty();
          if (gone) {
            deliveries.remove(name);
          } else {
            deliveries.put(name, SettledDeliveries.shared(delivery));
          }
        });
    copies.remove(type);
  }

  synchronized void forget(XdsType type, Collection<String> names) {
    live.getOrDefault(type, Map.of()).keySet().removeAll(names);
    copies.remove(type);
  }

  synchronized Map<XdsType, Map<String, Delivery>> copy() {
    live.forEach((type, deliveries) -> copies.computeIfAbsent(type, t -> Map.copyOf(deliveries)));
    return Collections.unmodifiableMap(new EnumMap<>(copies));
  }
}
