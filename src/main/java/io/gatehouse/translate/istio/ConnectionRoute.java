package io.gatehouse.translate.istio;

import io.gatehouse.finding.Origin;
import io.gatehouse.model.Listener.Handling;
import io.gatehouse.resource.ProxyGroup;
import io.gatehouse.resource.istio.MatchScope;
import java.util.List;
import java.util.Optional;

/**
 * A tls or tcp route of a VirtualService.
 *
 * @param conditions alternatives, at least one
 * @param forward where its connections go
 */
public record ConnectionRoute(List<Condition> conditions, Handling.Tcp forward) {

  public ConnectionRoute {
    conditions = List.copyOf(conditions);
  }

  /**
   * Which connections.
   *
   * @param sniHosts empty for a tcp route
   * @param port of the server; empty for any
   */
  public record Condition(
      List<String> sniHosts, MatchScope scope, Optional<Integer> port, Origin origin) {

    public Condition {
      sniHosts = List.copyOf(sniHosts);
    }

    boolean holdsAt(PlacedServer server, ProxyGroup group) {
      return port.filter(number -> number != server.server().port().number()).isEmpty()
          && scope.includes(group)
          && scope.includes(server.gateway());
    }

    private boolean isUnlimited() {
      return port.isEmpty() && scope.equals(MatchScope.ANY);
    }
  }

  /** Those of its conditions that hold for connections to {@code server}. */
  List<Condition> conditionsAt(PlacedServer server, ProxyGroup group) {
    return conditions.stream().filter(one -> one.holdsAt(server, group)).toList();
  }

  /** Whether it leaves no connection to the routes after it, whichever server it is used for. */
  boolean takesAll() {
    return conditions.stream().anyMatch(Condition::isUnlimited);
  }
}
