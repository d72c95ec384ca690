package io.gatehouse.translate.istio;

import io.gatehouse.credential.CredentialKey;
import io.gatehouse.resource.ProxyGroup;
import io.gatehouse.resource.istio.Gateway;
import io.gatehouse.resource.istio.Gateway.Server;
import io.gatehouse.resource.istio.Gateway.ServerTls;
import io.gatehouse.translate.common.Findings;
import io.gatehouse.translate.istio.ListenerPort.Traffic;
import io.gatehouse.view.ObjectLookup;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All that depends on the order of servers: ports, hosts and names are taken by the oldest. */
final class ServerPlanner {

  private final ProxyGroup group;
  private final Findings findings = new Findings();
  private final Map<String, ServerGroup> groups = new HashMap<>();

  private ServerPlanner(ProxyGroup group) {
    this.group = group;
  }

  /**
   * @param gateways those that select {@code group}, oldest first
   */
  static ServerPlan plan(Collection<Gateway> gateways, ObjectLookup objects, ProxyGroup group) {
    ServerPlanner planner = new ServerPlanner(group);
    PortResolver ports = new PortResolver(objects, group, planner.findings);
    planner.add(
        HostOwners.tellApart(new ServerMerger(group, ports, planner.findings).merge(gateways)));
    return new ServerPlan(planner.groups, asked(gateways, group), planner.findings.sorted());
  }

  private static Set<CredentialKey> asked(Collection<Gateway> gateways, ProxyGroup group) {
    Set<CredentialKey> asked = new HashSet<>();
    for (Gateway gateway : gateways) {
      for (Server server : gateway.servers()) {
        server.tls().ifPresent(tls -> asked.addAll(CredentialKey.askedBy(tls, group.namespace())));
      }
    }
    return asked;
  }

  private void add(List<PlacedServer> servers) {
    CredentialNames credentials = new CredentialNames(group.namespace(), findings);
    Map<ListenerPort, List<PlacedServer>> plain = new LinkedHashMap<>();
    for (PlacedServer server : servers) {
      Optional<ServerTls> tls = server.server().tls();
      if (server.port().traffic() == Traffic.HTTP) {
        plain.computeIfAbsent(server.port(), port -> new ArrayList<>()).add(server);
      } else if (tls.isEmpty() || credentials.own(tls.get(), server)) {
        add(new ServerGroup(uniqueName(server), server.port(), List.of(server)));
      }
    }
    plain.forEach(
        (port, all) ->
            add(new ServerGroup(IstioNames.httpRoutes(port.port(), port.bind()), port, all)));
  }

  private void add(ServerGroup servers) {
    groups.put(servers.name(), servers);
  }

  /** Istio has port names unique in a Gateway; where they are not, the server's place tells. */
  private String uniqueName(PlacedServer server) {
    String name = IstioNames.server(server.gateway(), server.server(), server.port().bind());
    while (groups.containsKey(name)) {
      name += "." + server.server().index();
    }
    return name;
  }
}
