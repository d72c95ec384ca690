package io.gatehouse.envoy;

import io.envoyproxy.envoy.config.core.v3.RuntimeFractionalPercent;
import io.envoyproxy.envoy.type.v3.FractionalPercent;
import io.envoyproxy.envoy.type.v3.FractionalPercent.DenominatorType;

/** How many of all requests. */
final class Shares {

  private static final int ALL = 1_000_000;
  private static final int PERCENT = 10_000;

  private Shares() {}

  static FractionalPercent of(int perMillion) {
    boolean whole = perMillion % PERCENT == 0;
    return FractionalPercent.newBuilder()
        .setNumerator(whole ? perMillion / PERCENT : perMillion)
        .setDenominator(whole ? DenominatorType.HUNDRED : DenominatorType.MILLION)
        .build();
  }

  static RuntimeFractionalPercent runtime(int perMillion) {
    return RuntimeFractionalPercent.newBuilder().setDefaultValue(of(perMillion)).build();
  }

  static RuntimeFractionalPercent all() {
    return runtime(ALL);
  }
}
