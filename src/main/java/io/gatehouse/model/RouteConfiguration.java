package io.gatehouse.model;

import io.gatehouse.finding.Origin;
import io.gatehouse.model.Route.Action.Forward;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The virtual hosts of one server (HTTPS) or of one port (plain HTTP).
 *
 * @param virtualHosts in the order of their names; no domain occurs twice
 * @param http3Port where its hosts are to be had over HTTP/3, which clients are told; empty for
 *     nowhere
 * @param origin the server it comes from
 */
public record RouteConfiguration(
    String name, List<VirtualHost> virtualHosts, Optional<Integer> http3Port, Origin origin) {

  public RouteConfiguration {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(http3Port, "http3Port");
    Objects.requireNonNull(origin, "origin");
    virtualHosts = List.copyOf(virtualHosts);
  }

  /** One without HTTP/3. */
  public RouteConfiguration(String name, List<VirtualHost> virtualHosts, Origin origin) {
    this(name, virtualHosts, Optional.empty(), origin);
  }

  /** The same configuration with other virtual hosts. */
  public RouteConfiguration with(List<VirtualHost> hosts) {
    return new RouteConfiguration(name, hosts, http3Port, origin);
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

    /**
     * The name of the one that answers 421 for what other filter chains are for; not one that a
     * host could have.
     */
    public static final String MISDIRECTED = "misdirected requests";

    public VirtualHost {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(origin, "origin");
      domains = List.copyOf(domains);
      routes = List.copyOf(routes);
    }

    /** Whether it answers for hosts that are another filter chain's. */
    public boolean isMisdirected() {
      return name.equals(MISDIRECTED);
    }
  }
}
