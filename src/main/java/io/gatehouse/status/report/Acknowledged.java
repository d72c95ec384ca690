package io.gatehouse.status.report;

import java.util.Collection;

/** By how many Envoys, of how many connected ones that it is for. */
public record Acknowledged(int by, int of) {

  static Acknowledged sum(Collection<Acknowledged> parts) {
    return new Acknowledged(
        parts.stream().mapToInt(Acknowledged::by).sum(),
        parts.stream().mapToInt(Acknowledged::of).sum());
  }

  boolean byAll() {
    return by == of;
  }

  /** For example {@code 2 of 3}. */
  @Override
  public String toString() {
    return by + " of " + of;
  }
}
