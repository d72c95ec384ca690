package io.gatehouse.resource.istio;

import io.gatehouse.resource.istio.HttpRoute.WeightedDestination;
import java.util.List;
import java.util.Optional;

/**
 * One entry of {@code spec.tcp}.
 *
 * @param index place in {@code spec.tcp}, from 0
 * @param matches alternatives; empty for all connections
 * @param destinations at least one; their headers are {@link HeaderOperations#NONE}
 */
public record TcpRoute(int index, List<Match> matches, List<WeightedDestination> destinations) {

  public TcpRoute {
    matches = List.copyOf(matches);
    destinations = List.copyOf(destinations);
  }

  /**
   * All conditions have to hold.
   *
   * @param index place in {@code match}, from 0
   */
  public record Match(int index, MatchScope scope, Optional<Integer> port) {}
}
