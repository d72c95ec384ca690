package io.gatehouse.translate.common;

/** Weights by which requests are shared out. */
public final class Weights {

  /** Envoy holds the sum of weights in 32 bits; larger ones are scaled down to this sum. */
  private static final long MOST = 1_000_000_000;

  private Weights() {}

  /**
   * One of several weights as Envoy can hold them; one that is scaled down is 1 at least.
   *
   * @param sum of all of them
   */
  public static int scaled(long weight, long sum) {
    return sum <= MOST ? (int) weight : (int) Math.max(1, weight * MOST / sum);
  }
}
