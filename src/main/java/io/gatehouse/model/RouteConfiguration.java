package io.gatehouse.model;

import io.gatehouse.finding.Origin;
import io.gatehouse.model.Route.Action.Forward;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The virtual hosts of one server (HTTPS) or of one port (plain HTTP).
 *
 * @param virtualHosts in the order of their names; no domain occurs twice
 * @param origin the server it comes from
 */
public record RouteConfiguration(String name, List<VirtualHost> virtualHosts, Origin origin) {

  public RouteConfiguration {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(origin, "origin");
    virtualHosts = List.copyOf(virtualHosts);
  }

  /** The same configuration with other virtual hosts. */
  public RouteConfiguration with(List<VirtualHost> hosts) {
    return new RouteConfiguration(name, hosts, origin);
  }

  /** The names of the clusters that requests, or copies of them, are sent to. */
  public Set<String> clusters() {
    return virtualHosts.stream()
        .flatMap(host -> host.routes().stream())
        .map(Route::action)
        .filter(Forward.class::isInstance)
        .flatMap(action -> clusters((Forward) action))
        .collect(Collectors.toUnmodifiableSet());
  }

  private static Stream<String> clusters(Forward forward) {
    return Stream.concat(
        forward.clusters().stream().map(Route.WeightedCluster::cluster),
        forward.mirrors().stream().map(Mirror::cluster));
  }

  /**
   * A host and its routes.
   *
   * @param name {@code <host>:<port>}
   * @param domains what Envoy matches the authority against, sorted
   * @param requireTls whether plain requests are redirected to HTTPS
   * @param routes in order of precedence; none answers 404
   * @param origin the VirtualService (or the server, where there is none) it comes from
   */
  public record VirtualHost(
      String name, List<String> domains, boolean requireTls, List<Route> routes, Origin origin) {

    public VirtualHost {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(origin, "origin");
      domains = List.copyOf(domains);
      routes = List.copyOf(routes);
    }
  }
}
