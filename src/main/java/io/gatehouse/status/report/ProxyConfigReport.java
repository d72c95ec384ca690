package io.gatehouse.status.report;

import io.gatehouse.finding.Origin;
import io.gatehouse.status.Board;
import io.gatehouse.status.ConnectedProxy;
import io.gatehouse.status.Delivery;
import io.gatehouse.status.GroupStatus;
import io.gatehouse.status.TypeNames;
import io.gatehouse.status.report.ProxyConfig.ConfigResource;
import io.gatehouse.xds.Snapshot;
import io.gatehouse.xds.XdsResource;
import io.gatehouse.xds.XdsType;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;

/** Tells what each resource of an Envoy is, and how far it has come. */
public final class ProxyConfigReport {

  private static final String NOTHING = "null";

  private final Board board;
  private final Collection<XdsType> types;
  private final Function<XdsResource, String> json;

  /**
   * @param types those to be told of
   * @param json a resource in Envoy's JSON, without secrets
   */
  public ProxyConfigReport(
      Board board, Collection<XdsType> types, Function<XdsResource, String> json) {
    this.board = board;
    this.types = types;
    this.json = json;
  }

  /** One for each connected proxy that gives this id. */
  public List<ProxyConfig> of(String id) {
    return board.proxies().stream()
        .filter(proxy -> proxy.node().id().equals(id))
        .map(this::of)
        .toList();
  }

  private ProxyConfig of(ConnectedProxy proxy) {
    Snapshot snapshot =
        proxy.group().flatMap(board::group).map(GroupStatus::snapshot).orElse(Snapshot.EMPTY);
    return new ProxyConfig(
        proxy.node().id(),
        proxy.node().stream(),
        proxy.group().map(Object::toString),
        types.stream().flatMap(type -> resources(type, proxy, snapshot).stream()).toList());
  }

  private List<ConfigResource> resources(XdsType type, ConnectedProxy proxy, Snapshot snapshot) {
    SortedSet<String> names = new TreeSet<>(snapshot.of(type).keySet());
    names.addAll(proxy.deliveries(type).keySet());
    return names.stream()
        .map(
            name ->
                resource(
                    type,
                    name,
                    Optional.ofNullable(snapshot.of(type).get(name)),
                    Optional.ofNullable(proxy.deliveries(type).get(name))))
        .toList();
  }

  private ConfigResource resource(
      XdsType type, String name, Optional<XdsResource> resource, Optional<Delivery> delivery) {
    return new ConfigResource(
        TypeNames.id(type),
        name,
        resource.map(XdsResource::version),
        delivery.flatMap(Delivery::sent),
        delivery.flatMap(Delivery::acknowledged),
        delivery
            .map(known -> known.state().name().toLowerCase(Locale.ROOT))
            .orElse("not-asked-for"),
        resource.map(XdsResource::origin).map(Origin::toString).orElse(""),
        resource.map(json).orElse(NOTHING));
  }
}
