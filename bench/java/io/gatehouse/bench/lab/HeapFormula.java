package io.gatehouse.bench.lab;

/**
 * How large a heap Gatehouse needs, as the README tells its users. A row of the benchmark compares
 * it with what is left in the heap after a full collection.
 */
public final class HeapFormula {

  private static final double BASE_MIB = 40;
  private static final double KIB_A_HOST = 48;
  private static final double KIB_A_HOST_AND_GATEWAY = 1;

  /** What is collected needs room as well: twice what is left after it. */
  private static final double ROOM = 2;

  private HeapFormula() {}

  /** What is in use, at most, in MiB. */
  public static double liveMib(int hosts, int gateways) {
    double growing = KIB_A_HOST * hosts + KIB_A_HOST_AND_GATEWAY * hosts * gateways;
    return BASE_MIB + growing / 1024;
  }

  /** What {@code -Xmx} has to be at least, in MiB. */
  public static int maximumMib(int hosts, int gateways) {
    return (int) Math.ceil(ROOM * liveMib(hosts, gateways));
  }
}
