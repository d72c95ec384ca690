package io.gatehouse.bench;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** A row of a table: figures by name, with their unit as the name's last word. */
public final class Row {

  private final Map<String, Object> figures = new LinkedHashMap<>();

  public Row with(String name, String text) {
    figures.put(name, text);
    return this;
  }

  public Row with(String name, long number) {
    figures.put(name, number);
    return this;
  }

  /** A measured figure; three digits of it are worth telling. */
  public Row with(String name, double value) {
    figures.put(name, rounded(value));
    return this;
  }

  /** p50, p90, p99 and max. */
  public Row with(Spread spread, String unit) {
    return with("p50 " + unit, spread.p50())
        .with("p90 " + unit, spread.p90())
        .with("p99 " + unit, spread.p99())
        .with("max " + unit, spread.max());
  }

  private static Object rounded(double value) {
    if (Double.isNaN(value)) {
      return "-";
    }
    double step = Math.abs(value) < 10 ? 100 : Math.abs(value) < 100 ? 10 : 1;
    double rounded = Math.round(value * step) / step;
    return step == 1 ? (Object) (long) rounded : (Object) rounded;
  }

  Map<String, Object> figures() {
    return Collections.unmodifiableMap(figures);
  }
}
