package io.gatehouse.admin.metrics;

import io.gatehouse.status.TypeNames;
import io.gatehouse.xds.DeliveryListener;
import io.gatehouse.xds.ProxyNode;
import io.gatehouse.xds.StreamEnd;
import io.gatehouse.xds.XdsResource;
import io.gatehouse.xds.XdsType;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Counts what is pushed to Envoys and how it is answered.
 *
 * <table>
 *   <caption>Meters</caption>
 *   <tr><td>{@code gatehouse_xds_pushes_total{type}}</td><td>responses sent</td></tr>
 *   <tr><td>{@code gatehouse_xds_push_seconds{type}}</td><td>from sending to acknowledgement</td></tr>
 *   <tr><td>{@code gatehouse_xds_acks_total{type}}</td><td>responses acknowledged</td></tr>
 *   <tr><td>{@code gatehouse_xds_nacks_total{type}}</td><td>responses refused</td></tr>
 *   <tr><td>{@code gatehouse_xds_ignored_total{what}}</td><td>requests that were ignored</td></tr>
 *   <tr><td>{@code gatehouse_xds_streams_closed_total{reason}}</td><td>streams that ended</td></tr>
 * </table>
 */
public final class DeliveryMetrics implements DeliveryListener {

  private static final Duration[] BUCKETS = {
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(25),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofSeconds(1),
    Duration.ofSeconds(5),
    Duration.ofSeconds(30)
  };

  private record Meters(Counter pushes, Timer pushTime, Counter acks, Counter nacks) {}

  /** The first resource of a response, which stands for all of it. */
  private record InFlight(String version, long sentNanos) {}

  private final MeterRegistry registry;
  private final Clock clock;
  private final Map<XdsType, Meters> meters = new EnumMap<>(XdsType.class);

  private final Map<String, Counter> closed = new HashMap<>();

  /** By stream, then by type and name; an inner map is touched by its stream's thread only. */
  private final Map<Long, Map<XdsType, Map<String, InFlight>>> inFlight = new ConcurrentHashMap<>();

  public DeliveryMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.clock = registry.config().clock();
    for (XdsType type : XdsType.values()) {
      meters.put(type, meters(type));
    }
    for (StreamEnd end : StreamEnd.values()) {
      closed.put(
          end.title(),
          counter(
              "gatehouse.xds.streams.closed",
              "Streams that ended.",
              "reason",
              end.title().replace(' ', '-')));
    }
  }

  private Meters meters(XdsType type) {
    String id = TypeNames.id(type);
    return new Meters(
        counter("gatehouse.xds.pushes", "Responses sent to Envoys.", "type", id),
        Timer.builder("gatehouse.xds.push")
            .description("From sending a response to its acknowledgement.")
            .tag("type", id)
            .serviceLevelObjectives(BUCKETS)
            .register(registry),
        counter("gatehouse.xds.acks", "Responses that Envoys acknowledged.", "type", id),
        counter("gatehouse.xds.nacks", "Responses that Envoys refused.", "type", id));
  }

  private Counter counter(String name, String description, String tag, String value) {
    return Counter.builder(name).description(description).tag(tag, value).register(registry);
  }

  @Override
  public void onConnected(ProxyNode proxy) {
    inFlight.put(proxy.stream(), new EnumMap<>(XdsType.class));
  }

  @Override
  public void onDisconnected(ProxyNode proxy, String reason) {
    inFlight.remove(proxy.stream());
    Optional.ofNullable(closed.get(reason)).ifPresent(Counter::increment);
  }

  @Override
  public void onUnsubscribed(ProxyNode proxy, XdsType type, Set<String> names) {
    of(proxy, type).keySet().removeAll(names);
  }

  @Override
  public void onSent(
      ProxyNode proxy, XdsType type, Collection<XdsResource> resources, Set<String> removed) {
    meters.get(type).pushes().increment();
    Map<String, InFlight> sent = of(proxy, type);
    long now = clock.monotonicTime();
    resources.stream()
        .findFirst()
        .ifPresentOrElse(
            first -> sent.put(first.name(), new InFlight(first.version(), now)),
            () -> removed.stream().limit(1).forEach(name -> sent.put(name, new InFlight("", now))));
  }

  @Override
  public void onAcknowledged(ProxyNode proxy, XdsType type, Map<String, String> versions) {
    Meters ofType = meters.get(type);
    ofType.acks().increment();
    long now = clock.monotonicTime();
    Map<String, InFlight> sent = of(proxy, type);
    OptionalLong oldest =
        versions.entrySet().stream()
            .filter(ack -> answers(sent.get(ack.getKey()), ack.getValue()))
            .mapToLong(ack -> sent.remove(ack.getKey()).sentNanos())
            .min();
    oldest.ifPresent(nanos -> ofType.pushTime().record(now - nanos, TimeUnit.NANOSECONDS));
  }

  private static boolean answers(InFlight sent, String version) {
    return sent != null && sent.version().equals(version);
  }

  @Override
  public void onRefused(
      ProxyNode proxy,
      XdsType type,
      Collection<XdsResource> resources,
      String detail,
      boolean exact) {
    meters.get(type).nacks().increment();
    resources.forEach(resource -> of(proxy, type).remove(resource.name()));
  }

  @Override
  public void onIgnored(ProxyNode proxy, Optional<XdsType> type, String what) {
    counter("gatehouse.xds.ignored", "Requests of Envoys that were ignored.", "what", what)
        .increment();
  }

  private Map<String, InFlight> of(ProxyNode proxy, XdsType type) {
    return inFlight
        .getOrDefault(proxy.stream(), new EnumMap<>(XdsType.class))
        .computeIfAbsent(type, t -> new HashMap<>());
  }
}
