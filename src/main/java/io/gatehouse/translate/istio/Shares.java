package io.gatehouse.translate.istio;

import io.gatehouse.resource.istio.HttpRoute.WeightedDestination;
import java.util.List;

/**
 * How destinations share what a route forwards.
 *
 * @param destinations those that have a share
 * @param sum of their weights
 */
record Shares(List<WeightedDestination> destinations, long sum) {

  /** Envoy holds the sum of weights in 32 bits; larger ones are scaled down to this sum. */
  private static final long MOST_WEIGHT = 1_000_000_000;

  /** A single destination has all, whatever its weight. */
  static Shares of(List<WeightedDestination> all) {
    List<WeightedDestination> sharing =
        all.size() == 1 ? all : all.stream().filter(one -> one.weight() > 0).toList();
    return new Shares(sharing, sharing.stream().mapToLong(WeightedDestination::weight).sum());
  }

  int weight(WeightedDestination destination) {
    if (destinations.size() == 1) {
      return 1;
    }
    if (sum <= MOST_WEIGHT) {
      return destination.weight();
    }
    return (int) Math.max(1, destination.weight() * MOST_WEIGHT / sum);
  }
}
