package io.gatehouse.pipeline.derive;

import io.gatehouse.pipeline.derive.Dependency.NamesCluster;
import io.gatehouse.pipeline.derive.Dependency.OnBound;
import io.gatehouse.pipeline.derive.Dependency.OnObject;
import io.gatehouse.pipeline.derive.Dependency.OnRoutes;
import io.gatehouse.pipeline.derive.Derivation.Made;
import io.gatehouse.resource.ObjectName;
import io.gatehouse.resource.ProxyGroup;
import io.gatehouse.resource.istio.Gateway.ServerHost;
import io.gatehouse.resource.istio.VirtualService;
import io.gatehouse.translate.common.Translated;
import io.gatehouse.translate.istio.Backend;
import io.gatehouse.translate.istio.Bindings.GatewayHost;
import io.gatehouse.translate.istio.PlacedServer;
import io.gatehouse.translate.istio.ServerGroup;
import io.gatehouse.translate.istio.Translator;
import io.gatehouse.translate.istio.VirtualServiceRoutes;
import io.gatehouse.view.ObjectView;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The routes of each VirtualService that some server of a group of proxies asks for, made when the
 * first one does.
 */
final class RoutesDerivation {

  private final Translator translator;
  private final ProxyGroup group;
  private final ClusterDerivation clusters;
  private final Derivation<ObjectName, VirtualServiceRoutes> routes;

  /**
   * @param clusters is told what the clusters that are named stand for
   */
  RoutesDerivation(
      Translator translator, ProxyGroup group, ClusterDerivation clusters, FindingCounts findings) {
    this.translator = translator;
    this.group = group;
    this.clusters = clusters;
    this.routes = new Derivation<>(findings);
  }

  /** Those that differ. */
  Set<Dependency> update(ObjectView view, Set<Dependency> changed) {
    return routes.update(routes.dependentsOn(changed), name -> made(name, view)).stream()
        .map(OnRoutes::new)
        .collect(Collectors.toSet());
  }

  /** Those that nothing is made from any more. */
  void release(Collection<OnRoutes> unused) {
    unused.forEach(one -> routes.update(Set.of(one.virtualService()), name -> Optional.empty()));
  }

  long runs() {
    return routes.runs();
  }

  private Optional<Made<VirtualServiceRoutes>> made(ObjectName name, ObjectView view) {
    return view.virtualService(name)
        .map(
            virtualService -> {
              RecordingLookup objects = new RecordingLookup(view);
              Translated<VirtualServiceRoutes> made =
                  translator.routes(virtualService, objects, group);
              Set<Dependency> dependencies = objects.dependencies();
              dependencies.add(new OnObject(virtualService.key()));
              return new Made<>(made.value(), dependencies, made.findings());
            });
  }

  private VirtualServiceRoutes get(ObjectName name, ObjectView view) {
    if (routes.get(name).isEmpty()) {
      routes.update(Set.of(name), missing -> made(missing, view));
    }
    return routes.get(name).orElseThrow();
  }

  /** For one value of {@code servers}. */
  Asked asked(ObjectView view, ServerGroup servers) {
    return new Asked(view, servers);
  }

  /** The routes that a value is made from, and those of their clusters that it names. */
  final class Asked {
    private final ObjectView view;
    private final ServerGroup servers;
    private final Set<Dependency> dependencies = new HashSet<>();
    private final Map<String, Backend> known = new HashMap<>();

    private Asked(ObjectView view, ServerGroup servers) {
      this.view = view;
      this.servers = servers;
    }

    VirtualServiceRoutes of(VirtualService virtualService) {
      dependencies.add(new OnRoutes(virtualService.name()));
      VirtualServiceRoutes made = get(virtualService.name(), view);
      known.putAll(made.backends());
      return made;
    }

    /**
     * What the value depends on, having turned out to name {@code named}.
     *
     * @param all gathers the clusters that are named
     */
    Set<Dependency> naming(Set<String> named, Set<String> all) {
      for (PlacedServer server : servers.servers()) {
        for (ServerHost host : server.hosts()) {
          dependencies.add(new OnBound(new GatewayHost(server.gateway(), host.host())));
        }
      }
      known.keySet().retainAll(named);
      known.keySet().forEach(cluster -> dependencies.add(new NamesCluster(cluster)));
      clusters.name(known);
      all.addAll(known.keySet());
      return dependencies;
    }
  }
}
