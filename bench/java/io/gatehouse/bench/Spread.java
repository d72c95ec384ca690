package io.gatehouse.bench;

import java.util.Arrays;
import java.util.Collection;

/**
 * How figures are spread: each is one that was measured, the smallest that so large a part of all
 * do not exceed.
 */
public record Spread(int count, double p50, double p90, double p99, double max) {

  private static final Spread NONE = new Spread(0, Double.NaN, Double.NaN, Double.NaN, Double.NaN);

  /** NaN throughout, where there are none. */
  public static Spread of(Collection<Double> figures) {
    if (figures.isEmpty()) {
      return NONE;
    }
    double[] sorted = figures.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return new Spread(
        sorted.length, at(sorted, 0.5), at(sorted, 0.9), at(sorted, 0.99), at(sorted, 1));
  }

  public static Spread of(double... figures) {
    return of(Arrays.stream(figures).boxed().toList());
  }

  private static double at(double[] sorted, double part) {
    return sorted[(int) Math.ceil(part * sorted.length) - 1];
  }
}
