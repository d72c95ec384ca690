package io.gatehouse.cases;

import io.gatehouse.xds.DeliveryListener;
import io.gatehouse.xds.ProxyNode;
import io.gatehouse.xds.Snapshot;
import io.gatehouse.xds.SnapshotProvider;
import io.gatehouse.xds.XdsResource;
import io.gatehouse.xds.XdsServer;
import io.gatehouse.xds.XdsTimings;
import io.gatehouse.xds.XdsType;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Serves one snapshot after the other to all who ask, and knows what of it they have. */
final class CaseServer implements SnapshotProvider, DeliveryListener, AutoCloseable {

  private final XdsServer streams = new XdsServer(this, this, XdsTimings.DEFAULT);
  private final Server server;
  private final List<SnapshotListener> listeners = new CopyOnWriteArrayList<>();
  private final List<String> refused = new CopyOnWriteArrayList<>();
  private final Map<XdsType, Map<String, String>> acknowledged = new EnumMap<>(XdsType.class);
  private Snapshot snapshot = Snapshot.EMPTY;

  CaseServer() {
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0));
    streams.host(builder);
    try {
      server = builder.build().start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return server.getPort();
  }

  synchronized void serve(Snapshot next) {
    Map<XdsType, Set<String>> changed = new EnumMap<>(XdsType.class);
    for (XdsType type : XdsType.values()) {
      Set<String> names = new HashSet<>(snapshot.of(type).keySet());
      names.addAll(next.of(type).keySet());
      changed.put(type, names);
    }
    refused.clear();
    snapshot = next;
    listeners.forEach(listener -> listener.onSnapshot(next, changed));
  }

  /** Versions by type and name, of what is in use. */
  synchronized Map<XdsType, Map<String, String>> acknowledged() {
    Map<XdsType, Map<String, String>> copy = new EnumMap<>(XdsType.class);
    acknowledged.forEach(
        (type, versions) -> {
          if (!versions.isEmpty()) {
            copy.put(type, Map.copyOf(versions));
          }
        });
    return copy;
  }

  /** What was refused of the last snapshot, and why. */
  List<String> refused() {
    return List.copyOf(refused);
  }

  @Override
  public synchronized Subscription subscribe(ProxyNode node, SnapshotListener listener) {
    listeners.add(listener);
    Map<XdsType, Set<String>> all = new EnumMap<>(XdsType.class);
    snapshot.resources().forEach((type, byName) -> all.put(type, byName.keySet()));
    listener.onSnapshot(snapshot, all);
    return new Subscription() {
      @Override
      public void hold(Set<String> secretNames) {}

      @Override
      public void close() {
        listeners.remove(listener);
      }
    };
  }

  @Override
  public synchronized void onAcknowledged(
      ProxyNode proxy, XdsType type, Map<String, String> versions) {
    Map<String, String> known = acknowledged.computeIfAbsent(type, any -> new TreeMap<>());
    known.putAll(versions);
    known.values().removeIf(String::isEmpty);
  }

  @Override
  public synchronized void onUnsubscribed(ProxyNode proxy, XdsType type, Set<String> names) {
    acknowledged.getOrDefault(type, new TreeMap<>()).keySet().removeAll(names);
  }

  @Override
  public void onRefused(
      ProxyNode proxy,
      XdsType type,
      Collection<XdsResource> resources,
      String detail,
      boolean exact) {
    refused.add(resources + ": " + detail);
  }

  @Override
  public void onRouteForced(ProxyNode proxy, XdsResource route, Set<String> clusters) {
    refused.add(route + " was not held back for " + clusters);
  }

  @Override
  public void onIgnored(ProxyNode proxy, Optional<XdsType> type, String what) {
    refused.add("ignored: " + what);
  }

  @Override
  public void onConnected(ProxyNode proxy) {}

  @Override
  public void onDisconnected(ProxyNode proxy, String reason) {}

  @Override
  public void onSubscribed(ProxyNode proxy, XdsType type, Set<String> names) {}

  @Override
  public void onSent(
      ProxyNode proxy, XdsType type, Collection<XdsResource> resources, Set<String> removed) {}

  @Override
  public void close() {
    streams.close();
    server.shutdownNow();
  }
}
