package io.gatehouse.resource.istio;

import io.gatehouse.resource.istio.HttpRoute.WeightedDestination;
import java.util.List;
import java.util.Optional;

/**
 * One entry of {@code spec.tls}: connections told apart by the server name that they ask for.
 *
 * @param index place in {@code spec.tls}, from 0
 * @param matches alternatives, at least one
 * @param destinations at least one; their headers are {@link HeaderOperations#NONE}
 */
public record TlsRoute(int index, List<Match> matches, List<WeightedDestination> destinations) {

  public TlsRoute {
    matches = List.copyOf(matches);
    destinations = List.copyOf(destinations);
  }

  /**
   * All conditions have to hold.
   *
   * @param index place in {@code match}, from 0
   * @param sniHosts lower case: exact, {@code *.suffix} or {@code *}; at least one
   * @param scope which connections at all
   */
  public record Match(int index, List<String> sniHosts, MatchScope scope, Optional<Integer> port) {

    public Match {
      sniHosts = List.copyOf(sniHosts);
    }
  }
}
