package io.gatehouse.translate.istio;

import com.google.common.collect.HashMultiset;
import com.google.common.collect.Multiset;
import io.gatehouse.resource.ObjectName;
import io.gatehouse.resource.istio.Gateway;
import io.gatehouse.resource.istio.Gateway.Routing;
import io.gatehouse.resource.istio.Gateway.ServerHost;
import io.gatehouse.resource.istio.VirtualService;
import io.gatehouse.translate.common.HostIndex;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/**
 * Where VirtualServices and the hosts of Gateways meet. Kept up to date object by object: a change
 * looks at what overlaps its hosts, not at all there is. Not thread safe.
 */
public final class Bindings {

  private static final HostIndex<VirtualService> NONE = new HostIndex<>();

  private final Map<ObjectName, HostIndex<VirtualService>> bound = new HashMap<>();
  private final Map<ObjectName, HostIndex<Served>> served = new HashMap<>();
  private final Multiset<ObjectName> delegates = HashMultiset.create();

  /** A host that some server of a Gateway has. */
  public record GatewayHost(ObjectName gateway, String host) {}

  /** A host of a server, and which routes are asked for it. */
  record Served(ServerHost serverHost, Routing routing) {

    String host() {
      return serverHost.host();
    }
  }

  /**
   * A VirtualService becomes another; absent where there is none.
   *
   * @return the hosts where another VirtualService may be bound now
   */
  public Set<GatewayHost> replace(Optional<VirtualService> before, Optional<VirtualService> after) {
    Set<GatewayHost> touched = new HashSet<>();
    before.ifPresent(gone -> gone.delegates().forEach(delegates::remove));
    after.ifPresent(added -> delegates.addAll(added.delegates()));
    before.ifPresent(
        gone ->
            forEachHost(
                gone,
                (gateway, host) -> {
                  bound.get(gateway).remove(host, gone);
                  touch(gateway, host, touched);
                }));
    after.ifPresent(
        added ->
            forEachHost(
                added,
                (gateway, host) -> {
                  bound.computeIfAbsent(gateway, g -> new HostIndex<>()).add(host, added);
                  touch(gateway, host, touched);
                }));
    return touched;
  }

  private static void forEachHost(
      VirtualService virtualService, BiConsumer<ObjectName, String> action) {
    virtualService.gateways().stream()
        .distinct()
        .forEach(gateway -> virtualService.hosts().forEach(host -> action.accept(gateway, host)));
  }

  private void touch(ObjectName gateway, String host, Set<GatewayHost> touched) {
    hostsOf(gateway)
        .ifPresent(
            hosts ->
                hosts.forEachOverlap(
                    host, (overlap, one) -> touched.add(new GatewayHost(gateway, one.host()))));
  }

  /**
   * A Gateway becomes another; absent where there is none.
   *
   * @return the VirtualServices that may meet other hosts of it now
   */
  public Set<ObjectName> replaceGateway(Optional<Gateway> before, Optional<Gateway> after) {
    ObjectName name = before.or(() -> after).map(Gateway::name).orElseThrow();
    Set<Served> gone = before.map(Bindings::hosts).orElse(Set.of());
    Set<Served> now = after.map(Bindings::hosts).orElse(Set.of());
    HostIndex<Served> index = served.computeIfAbsent(name, n -> new HostIndex<>());
    gone.stream().filter(host -> !now.contains(host)).forEach(h -> index.remove(h.host(), h));
    now.stream().filter(host -> !gone.contains(host)).forEach(h -> index.add(h.host(), h));
    if (after.isEmpty()) {
      served.remove(name);
    }
    HostIndex<VirtualService> here = bound.getOrDefault(name, NONE);
    Set<ObjectName> touched = new HashSet<>();
    if (before.isPresent() != after.isPresent()) {
      here.forEach(virtualService -> touched.add(virtualService.name()));
    }
    for (Set<Served> hosts : List.of(gone, now)) {
      hosts.stream()
          .filter(host -> !gone.contains(host) || !now.contains(host))
          .forEach(h -> here.forEachOverlap(h.host(), (host, vs) -> touched.add(vs.name())));
    }
    return touched;
  }

  private static Set<Served> hosts(Gateway gateway) {
    return gateway.servers().stream()
        .flatMap(server -> server.hosts().stream().map(host -> new Served(host, server.routing())))
        .collect(Collectors.toSet());
  }

  /** The hosts that servers of a Gateway have; empty where there is no such Gateway. */
  Optional<HostIndex<Served>> hostsOf(ObjectName gateway) {
    return Optional.ofNullable(served.get(gateway));
  }

  /** Whether some VirtualService delegates to that one. */
  boolean isDelegatedTo(ObjectName virtualService) {
    return delegates.contains(virtualService);
  }

  /** By host, those bound to {@code gateway}. */
  HostIndex<VirtualService> boundTo(ObjectName gateway) {
    return bound.getOrDefault(gateway, NONE);
  }
}
