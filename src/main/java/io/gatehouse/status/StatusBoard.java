package io.gatehouse.status;

import io.gatehouse.credential.Credentials;
import io.gatehouse.finding.Finding;
import io.gatehouse.finding.ForeignText;
import io.gatehouse.model.GatewayModel;
import io.gatehouse.resource.ProxyGroup;
import io.gatehouse.view.ObjectView;
import io.gatehouse.xds.DeliveryListener;
import io.gatehouse.xds.ProxyNode;
import io.gatehouse.xds.Snapshot;
import io.gatehouse.xds.XdsResource;
import io.gatehouse.xds.XdsType;
import java.time.Clock;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Holds what is known right now: the objects, each group's newest translation, and how far it has
 * come to each connected Envoy. Thread safe; readers get an immutable {@link Board}.
 */
public final class StatusBoard implements StatusFeed, DeliveryListener, Readiness {

  private record Objects(ObjectView view, List<Finding> findings) {}

  private record Connection(
      ProxyNode node, Optional<ProxyGroup> group, ProxyDeliveries deliveries) {}

  private final Clock clock;
  private final Map<ProxyGroup, GroupStatus> groups = new ConcurrentHashMap<>();
  private final Map<Long, Connection> connections = new ConcurrentHashMap<>();
  private volatile Objects objects = new Objects(ObjectView.EMPTY, List.of());
  private volatile boolean published;

  /**
   * @param clock tells when Envoys connected and refused
   */
  public StatusBoard(Clock clock) {
    this.clock = clock;
  }

  /** Everything as it now is. */
  public Board read() {
    Objects now = objects;
    List<GroupStatus> sortedGroups =
        groups.values().stream()
            .sorted(Comparator.comparing(status -> status.group().toString()))
            .toList();
    List<ConnectedProxy> proxies =
        connections.values().stream()
            .map(this::connected)
            .sorted(
                Comparator.comparing((ConnectedProxy proxy) -> proxy.node().id())
                    .thenComparing(proxy -> proxy.node().stream()))
            .toList();
    return new Board(now.view(), now.findings(), sortedGroups, proxies);
  }

  private ConnectedProxy connected(Connection connection) {
    return new ConnectedProxy(
        connection.node(),
        connection.group(),
        connection.deliveries().since(),
        connection.deliveries().copy());
  }

  /** The first translation of everything that was there at the start is out. */
  public void onPublished() {
    published = true;
  }

  @Override
  public boolean published() {
    return published;
  }

  @Override
  public void onObjects(ObjectView view, List<Finding> findings) {
    objects = new Objects(view, List.copyOf(findings));
  }

  @Override
  public void onGroup(
      ProxyGroup group,
      Supplier<GatewayModel> model,
      Credentials credentials,
      Snapshot snapshot,
      List<Finding> findings) {
    groups.put(group, new GroupStatus(group, model, credentials, snapshot, findings));
  }

  @Override
  public void onGroupGone(ProxyGroup group) {
    groups.remove(group);
  }

  @Override
  public void onProxy(ProxyNode proxy, ProxyGroup group) {
    connections.computeIfPresent(
        proxy.stream(),
        (stream, known) -> new Connection(proxy, Optional.of(group), known.deliveries()));
  }

  @Override
  public void onConnected(ProxyNode proxy) {
    connections.put(
        proxy.stream(),
        new Connection(proxy, Optional.empty(), new ProxyDeliveries(clock.instant())));
  }

  @Override
  public void onDisconnected(ProxyNode proxy, String reason) {
    connections.remove(proxy.stream());
  }

  @Override
  public void onUnsubscribed(ProxyNode proxy, XdsType type, Set<String> names) {
    deliveries(proxy, deliveries -> deliveries.forget(type, names));
  }

  @Override
  public void onSent(
      ProxyNode proxy, XdsType type, Collection<XdsResource> resources, Set<String> removed) {
    deliveries(proxy, deliveries -> deliveries.sent(type, resources, removed));
  }

  @Override
  public void onAcknowledged(ProxyNode proxy, XdsType type, Map<String, String> versions) {
    deliveries(proxy, deliveries -> deliveries.acknowledge(type, versions));
  }

  @Override
  public void onRefused(
      ProxyNode proxy,
      XdsType type,
      Collection<XdsResource> resources,
      String detail,
      boolean exact) {
    if (!exact) {
      return;
    }
    for (XdsResource resource : resources) {
      Refusal refusal =
          new Refusal(
              resource.version(), ForeignText.shown(detail), resource.origin(), clock.instant());
      deliveries(
          proxy,
          deliveries ->
              deliveries.change(type, resource.name(), known -> known.withRefusal(refusal)));
    }
  }

  @Override
  public void onRouteForced(ProxyNode proxy, XdsResource route, Set<String> clusters) {
    String names = ForeignText.shown(String.join(", ", new TreeSet<>(clusters)));
    deliveries(
        proxy,
        deliveries ->
            deliveries.change(route.type(), route.name(), known -> known.withForced(names)));
  }

  private void deliveries(ProxyNode proxy, Consumer<ProxyDeliveries> change) {
    Optional.ofNullable(connections.get(proxy.stream()))
        .ifPresent(connection -> change.accept(connection.deliveries()));
  }
}
