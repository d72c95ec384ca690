package io.gatehouse.app;

import io.gatehouse.xds.DeliveryListener;
import io.gatehouse.xds.ProxyNode;
import io.gatehouse.xds.XdsResource;
import io.gatehouse.xds.XdsType;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Tells several listeners, in order. */
record DeliveryFanOut(List<DeliveryListener> listeners) implements DeliveryListener {

  @Override
  public void onConnected(ProxyNode proxy) {
    listeners.forEach(listener -> listener.onConnected(proxy));
  }

  @Override
  public void onDisconnected(ProxyNode proxy, String reason) {
    listeners.forEach(listener -> listener.onDisconnected(proxy, reason));
  }

  @Override
  public void onSubscribed(ProxyNode proxy, XdsType type, Set<String> names) {
    listeners.forEach(listener -> listener.onSubscribed(proxy, type, names));
  }

  @Override
  public void onUnsubscribed(ProxyNode proxy, XdsType type, Set<String> names) {
    listeners.forEach(listener -> listener.onUnsubscribed(proxy, type, names));
  }

  @Override
  public void onSent(
      ProxyNode proxy, XdsType type, Collection<XdsResource> resources, Set<String> removed) {
    listeners.forEach(listener -> listener.onSent(proxy, type, resources, removed));
  }

  @Override
  public void onAcknowledged(ProxyNode proxy, XdsType type, Map<String, String> versions) {
    listeners.forEach(listener -> listener.onAcknowledged(proxy, type, versions));
  }

  @Override
  public void onRefused(
      ProxyNode proxy,
      XdsType type,
      Collection<XdsResource> resources,
      String detail,
      boolean exact) {
    listeners.forEach(listener -> listener.onRefused(proxy, type, resources, detail, exact));
  }

  @Override
  public void onRouteForced(ProxyNode proxy, XdsResource route, Set<String> clusters) {
    listeners.forEach(listener -> listener.onRouteForced(proxy, route, clusters));
  }

  @Override
  public void onIgnored(ProxyNode proxy, Optional<XdsType> type, String what) {
    listeners.forEach(listener -> listener.onIgnored(proxy, type, what));
  }
}
