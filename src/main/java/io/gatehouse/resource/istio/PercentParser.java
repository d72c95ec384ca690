package io.gatehouse.resource.istio;

import io.gatehouse.resource.json.Value;
import io.gatehouse.resource.json.Vocabulary;
import java.util.Optional;

/** Reads Istio's percentages, as how many of a million. */
final class PercentParser {

  static final int ALL = 1_000_000;

  private static final Vocabulary PERCENT = Vocabulary.of("a percentage");
  private static final int PER_MILLION = 10_000;
  private static final int MOST = 100;

  private PercentParser() {}

  /** {@code value} of a percentage, which is 0 in one that does not say. */
  static Optional<Integer> parse(Value percentage) {
    return percentage
        .object()
        .map(
            percent -> {
              double value =
                  percent.get("value").flatMap(number -> number.number(0, MOST)).orElse(0d);
              percent.rest(PERCENT);
              return (int) Math.round(value * PER_MILLION);
            });
  }

  /** A percentage as a whole number, as Istio once had it. */
  static Optional<Integer> whole(Value percentage) {
    return percentage.integer(0, MOST).map(percent -> percent * PER_MILLION);
  }
}
