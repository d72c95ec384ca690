package io.gatehouse.xds;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** Writes down what it hears, one line an event. */
final class RecordedDeliveries implements DeliveryListener {

  private final List<String> lines = new CopyOnWriteArrayList<>();

  /** Lines since the last call. */
  List<String> take() {
    List<String> taken = new ArrayList<>(lines);
    lines.clear();
    return taken;
  }

  List<String> lines() {
    return lines;
  }

  @Override
  public void onConnected(ProxyNode proxy) {
    lines.add("connected " + proxy.id());
  }

  @Override
  public void onDisconnected(ProxyNode proxy, String reason) {
    lines.add("disconnected " + reason);
  }

  @Override
  public void onSubscribed(ProxyNode proxy, XdsType type, Set<String> names) {
    lines.add("subscribed " + type + " " + new TreeSet<>(names));
  }

  @Override
  public void onUnsubscribed(ProxyNode proxy, XdsType type, Set<String> names) {
    lines.add("unsubscribed " + type + " " + new TreeSet<>(names));
  }

  @Override
  public void onSent(
      ProxyNode proxy, XdsType type, Collection<XdsResource> resources, Set<String> removed) {
    lines.add("sent " + type + " " + names(resources) + " -" + new TreeSet<>(removed));
  }

  @Override
  public void onAcknowledged(ProxyNode proxy, XdsType type, Map<String, String> versions) {
    lines.add("acknowledged " + type + " " + new TreeMap<>(versions));
  }

  @Override
  public void onRefused(
      ProxyNode proxy,
      XdsType type,
      Collection<XdsResource> resources,
      String detail,
      boolean exact) {
    lines.add(
        "refused "
            + type
            + " "
            + names(resources)
            + " "
            + detail
            + (exact ? " exact" : " inexact"));
  }

  @Override
  public void onRouteForced(ProxyNode proxy, XdsResource route, Set<String> clusters) {
    lines.add("forced " + route.name() + " " + new TreeSet<>(clusters));
  }

  @Override
  public void onIgnored(ProxyNode proxy, Optional<XdsType> type, String what) {
    lines.add("ignored " + type.map(XdsType::name).orElse("-") + " " + what);
  }

  private static String names(Collection<XdsResource> resources) {
    return resources.stream()
        .map(XdsResource::name)
        .sorted()
        .collect(Collectors.joining(", ", "[", "]"));
  }
}
