package io.gatehouse.status.report;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Collection;

/** Whether what was asked for is served. */
public enum ServingState {
  /** Everywhere it should be, and every Envoy has acknowledged it. */
  SERVED("served"),
  /** Not everywhere, not acknowledged by all, or not all of it. */
  PARTLY("partly"),
  /** Nowhere, although there are proxies for it. */
  LEFT_OUT("left-out"),
  /** No Envoy is connected that would serve it. */
  NO_PROXY("no-proxy");

  private final String id;

  ServingState(String id) {
    this.id = id;
  }

  @JsonValue
  public String id() {
    return id;
  }

  /** The state of a whole: its parts' where they agree. */
  static ServingState of(Collection<ServingState> parts) {
    return parts.stream().distinct().reduce((one, other) -> PARTLY).orElse(LEFT_OUT);
  }

  @Override
  public String toString() {
    return id;
  }
}
