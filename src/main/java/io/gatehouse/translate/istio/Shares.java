package io.gatehouse.translate.istio;

import io.gatehouse.resource.istio.HttpRoute.WeightedDestination;
import io.gatehouse.translate.common.Weights;
import java.util.List;

/**
 * How destinations share what a route forwards.
 *
 * @param destinations those that have a share
 * @param sum of their weights
 */
record Shares(List<WeightedDestination> destinations, long sum) {

  /** A single destination has all, whatever its weight. */
  static Shares of(List<WeightedDestination> all) {
    List<WeightedDestination> sharing =
        all.size() == 1 ? all : all.stream().filter(one -> one.weight() > 0).toList();
    return new Shares(sharing, sharing.stream().mapToLong(WeightedDestination::weight).sum());
  }

  int weight(WeightedDestination destination) {
    return destinations.size() == 1 ? 1 : Weights.scaled(destination.weight(), sum);
  }
}
