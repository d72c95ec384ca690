package io.gatehouse.translate.istio;

import io.gatehouse.finding.Origin;
import io.gatehouse.model.Listener.Handling;
import io.gatehouse.model.Listener.TcpShare;
import io.gatehouse.model.Route.HashPolicy;
import io.gatehouse.resource.istio.HttpRoute.WeightedDestination;
import io.gatehouse.resource.istio.MatchScope;
import io.gatehouse.resource.istio.TcpRoute;
import io.gatehouse.resource.istio.TlsRoute;
import io.gatehouse.resource.istio.VirtualService;
import io.gatehouse.translate.istio.ConnectionRoute.Condition;
import io.gatehouse.translate.istio.DestinationResolver.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The tls and tcp routes of a VirtualService, with the clusters that they forward to. */
final class ConnectionRouteBuilder {

  private final VirtualService virtualService;
  private final DestinationResolver destinations;

  ConnectionRouteBuilder(VirtualService virtualService, DestinationResolver destinations) {
    this.virtualService = virtualService;
    this.destinations = destinations;
  }

  List<ConnectionRoute> tls() {
    return virtualService.tls().stream().map(this::route).toList();
  }

  List<ConnectionRoute> tcp() {
    return virtualService.tcp().stream().map(this::route).toList();
  }

  private ConnectionRoute route(TlsRoute tls) {
    Origin origin = virtualService.origin(tls);
    List<Condition> conditions = new ArrayList<>();
    for (TlsRoute.Match match : tls.matches()) {
      conditions.add(
          new Condition(
              match.sniHosts(), match.scope(), match.port(), origin.at("match").at(match.index())));
    }
    return new ConnectionRoute(conditions, forward(tls.destinations(), origin));
  }

  private ConnectionRoute route(TcpRoute tcp) {
    Origin origin = virtualService.origin(tcp);
    List<Condition> conditions = new ArrayList<>();
    if (tcp.matches().isEmpty()) {
      conditions.add(new Condition(List.of(), MatchScope.ANY, Optional.empty(), origin));
    }
    for (TcpRoute.Match match : tcp.matches()) {
      conditions.add(
          new Condition(
              List.of(), match.scope(), match.port(), origin.at("match").at(match.index())));
    }
    return new ConnectionRoute(conditions, forward(tcp.destinations(), origin));
  }

  private Handling.Tcp forward(List<WeightedDestination> all, Origin origin) {
    Shares shares = Shares.of(all);
    List<TcpShare> clusters = new ArrayList<>();
    boolean bySourceAddress = false;
    for (WeightedDestination destination : shares.destinations()) {
      Target target =
          destinations.resolve(
              virtualService,
              destination.destination(),
              origin.at("route").at(destination.index()).at("destination"));
      bySourceAddress |=
          target.hashPolicies().stream().anyMatch(HashPolicy.SourceIp.class::isInstance);
      clusters.add(new TcpShare(target.cluster(), shares.weight(destination)));
    }
    String statPrefix =
        clusters.size() == 1
            ? clusters.get(0).cluster()
            : virtualService.name().name() + "." + virtualService.name().namespace();
    return new Handling.Tcp(clusters, bySourceAddress, statPrefix, origin);
  }
}
