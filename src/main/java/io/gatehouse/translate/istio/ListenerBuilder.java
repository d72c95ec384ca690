package io.gatehouse.translate.istio;

import io.gatehouse.model.Listener;
import io.gatehouse.model.Listener.FilterChain;
import io.gatehouse.model.Listener.TlsTermination;
import io.gatehouse.model.RouteConfiguration;
import io.gatehouse.resource.istio.Gateway.ServerTls;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Listeners and their route configurations: a chain for each HTTPS server, one for all plain HTTP
 * servers of a port. A port without any chain is not opened.
 */
final class ListenerBuilder {

  private static final String ANY_HOST = "*";

  private final TlsResolver tls;
  private final VirtualHostBuilder virtualHosts;
  private final Map<ListenerPort, List<FilterChain>> chains = new LinkedHashMap<>();
  private final List<RouteConfiguration> routeConfigurations = new ArrayList<>();
  private final Set<String> names = new HashSet<>();

  ListenerBuilder(TlsResolver tls, VirtualHostBuilder virtualHosts) {
    this.tls = tls;
    this.virtualHosts = virtualHosts;
  }

  /**
   * Takes up all servers.
   *
   * @param servers in order of precedence
   */
  void add(List<PlacedServer> servers) {
    Map<ListenerPort, List<PlacedServer>> plain = new LinkedHashMap<>();
    for (PlacedServer server : servers) {
      Optional<ServerTls> serverTls = server.server().tls();
      if (serverTls.isPresent()) {
        tls.resolve(server, serverTls.get()).ifPresent(termination -> addTls(server, termination));
      } else {
        plain.computeIfAbsent(server.port(), port -> new ArrayList<>()).add(server);
      }
    }
    plain.forEach(this::addPlain);
  }

  List<Listener> listeners() {
    return chains.entrySet().stream()
        .map(entry -> listener(entry.getKey(), entry.getValue()))
        .sorted(Comparator.comparing(Listener::name))
        .toList();
  }

  List<RouteConfiguration> routeConfigurations() {
    return routeConfigurations.stream()
        .sorted(Comparator.comparing(RouteConfiguration::name))
        .toList();
  }

  private void addTls(PlacedServer server, TlsTermination termination) {
    String name = uniqueName(server);
    add(
        server.port(),
        new FilterChain(name, serverNames(server), Optional.of(termination), name, server.origin()),
        List.of(server));
  }

  private void addPlain(ListenerPort port, Collection<PlacedServer> servers) {
    String name = IstioNames.httpRoutes(port.port(), port.bind());
    add(port, new FilterChain(name, List.of(), Optional.empty(), name, port.origin()), servers);
  }

  private void add(ListenerPort port, FilterChain chain, Collection<PlacedServer> servers) {
    chains.computeIfAbsent(port, absent -> new ArrayList<>()).add(chain);
    routeConfigurations.add(
        new RouteConfiguration(
            chain.routeConfiguration(), virtualHosts.build(servers), chain.origin()));
  }

  /** A chain that answers any host matches every name, and clients that send none. */
  private static List<String> serverNames(PlacedServer server) {
    List<String> hosts = server.hostNames();
    return hosts.contains(ANY_HOST) ? List.of() : hosts;
  }

  /** Istio has port names unique in a Gateway; where they are not, the server's place tells. */
  private String uniqueName(PlacedServer server) {
    String name = IstioNames.httpsRoutes(server.gateway(), server.server(), server.port().bind());
    while (!names.add(name)) {
      name += "." + server.server().index();
    }
    return name;
  }

  private static Listener listener(ListenerPort port, List<FilterChain> chains) {
    return new Listener(
        port.name(),
        port.addresses(),
        port.port(),
        port.tls(),
        chains.stream().sorted(Comparator.comparing(FilterChain::name)).toList(),
        port.origin());
  }
}
