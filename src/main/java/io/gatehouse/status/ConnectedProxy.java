package io.gatehouse.status;

import io.gatehouse.resource.ProxyGroup;
import io.gatehouse.xds.ProxyNode;
import io.gatehouse.xds.XdsType;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * An Envoy that is connected, and how far each resource has come.
 *
 * @param group empty until the pipeline has placed it
 * @param deliveries by type and name; a type without any may be absent
 */
public record ConnectedProxy(
    ProxyNode node,
    Optional<ProxyGroup> group,
    Instant since,
    Map<XdsType, Map<String, Delivery>> deliveries) {

  public ConnectedProxy {
    Objects.requireNonNull(node, "node");
    Objects.requireNonNull(group, "group");
    Objects.requireNonNull(since, "since");
    Objects.requireNonNull(deliveries, "deliveries");
  }

  public Map<String, Delivery> deliveries(XdsType type) {
    return deliveries.getOrDefault(type, Map.of());
  }

  /** Whether it has acknowledged exactly this version. */
  public boolean has(XdsType type, String name, String version) {
    Delivery delivery = deliveries(type).get(name);
    return delivery != null && delivery.has(version) && delivery.refusal().isEmpty();
  }
}
