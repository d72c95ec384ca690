package io.gatehouse.status.report;

import io.gatehouse.status.Board;
import io.gatehouse.status.ConnectedProxy;
import io.gatehouse.status.Delivery;
import io.gatehouse.status.Refusal;
import io.gatehouse.status.TypeNames;
import io.gatehouse.status.report.ProxyStatus.RefusedResource;
import io.gatehouse.status.report.ProxyStatus.TypeStatus;
import io.gatehouse.xds.XdsType;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Tells who is connected and what they have. */
public final class ProxyReport {

  private ProxyReport() {}

  /** All, in the order of their ids. */
  public static List<ProxyStatus> all(Board board) {
    return board.proxies().stream().map(ProxyReport::of).toList();
  }

  public static ProxyStatus of(ConnectedProxy proxy) {
    return new ProxyStatus(
        proxy.node().id(),
        proxy.node().stream(),
        proxy.group().map(Object::toString),
        proxy.node().namespace(),
        new TreeMap<>(proxy.node().labels()),
        proxy.node().version(),
        proxy.node().peer(),
        proxy.since(),
        Arrays.stream(XdsType.values()).map(type -> type(type, proxy.deliveries(type))).toList());
  }

  private static TypeStatus type(XdsType type, Map<String, Delivery> deliveries) {
    Collection<Delivery> all = deliveries.values();
    return new TypeStatus(
        TypeNames.id(type),
        all.size(),
        count(all, Delivery.State.ACKNOWLEDGED),
        count(all, Delivery.State.PENDING),
        new TreeMap<>(deliveries)
            .entrySet().stream()
                .flatMap(
                    entry ->
                        entry.getValue().refusal().stream()
                            .map(refusal -> refused(entry.getKey(), refusal)))
                .toList());
  }

  private static int count(Collection<Delivery> deliveries, Delivery.State state) {
    return (int) deliveries.stream().filter(delivery -> delivery.state() == state).count();
  }

  private static RefusedResource refused(String name, Refusal refusal) {
    return new RefusedResource(
        name,
        refusal.version(),
        refusal.detail(),
        refusal.origin().object().toString(),
        refusal.origin().field(),
        refusal.at());
  }
}
