package io.gatehouse.bench.lab;

/**
 * How large a heap Gatehouse needs, as the README tells its users. A row of the benchmark compares
 * it with what is left in the heap after a full collection.
 */
public final class HeapFormula {

  private static final double BASE_MIB = 40;
  private static final double KIB_A_HOST = 12;
  private static final double KIB_A_HOST_AND_GATEWAY = 0.5;

  /** Room for what is collected, and for a push to all gateways at once. */
  private static final double ROOM_MIB = 60;

  private static final double ROOM_FOR_GROWTH = 3;

  private HeapFormula() {}

  /** What is in use, at most, in MiB. */
  public static double liveMib(int hosts, int gateways) {
    return BASE_MIB + growingMib(hosts, gateways);
  }

  private static double growingMib(int hosts, int gateways) {
    return (KIB_A_HOST * hosts + KIB_A_HOST_AND_GATEWAY * hosts * gateways) / 1024;
  }

  /** What {@code -Xmx} has to be at least, in MiB. */
  public static int maximumMib(int hosts, int gateways) {
    return (int) Math.ceil(BASE_MIB + ROOM_MIB + ROOM_FOR_GROWTH * growingMib(hosts, gateways));
  }
}
