package io.gatehouse.status;

import java.util.Objects;
import java.util.Optional;

/**
 * How far one resource has come on its way to one Envoy.
 *
 * @param sent version last sent; {@link #WITHDRAWN} where its removal was; empty where the Envoy
 *     came with it
 * @param acknowledged version the Envoy has; empty where it has none yet
 * @param refusal why the version last sent was not taken
 * @param forced clusters that were not acknowledged in time when this route configuration was sent
 *     all the same, comma separated; empty where there are none
 */
public record Delivery(
    Optional<String> sent,
    Optional<String> acknowledged,
    Optional<Refusal> refusal,
    String forced) {

  /** Stands for the absence of a resource. */
  public static final String WITHDRAWN = "";

  static final Delivery NONE =
      new Delivery(Optional.empty(), Optional.empty(), Optional.empty(), "");

  /** What can be said of a resource. */
  public enum State {
    ACKNOWLEDGED,
    PENDING,
    REFUSED
  }

  public Delivery {
    Objects.requireNonNull(sent, "sent");
    Objects.requireNonNull(acknowledged, "acknowledged");
    Objects.requireNonNull(refusal, "refusal");
    Objects.requireNonNull(forced, "forced");
  }

  public State state() {
    if (refusal.isPresent()) {
      return State.REFUSED;
    }
    return sent.isEmpty() || sent.equals(acknowledged) ? State.ACKNOWLEDGED : State.PENDING;
  }

  /** Whether the Envoy has exactly {@code version}. */
  public boolean has(String version) {
    return acknowledged.filter(version::equals).isPresent();
  }

  Delivery withSent(String version) {
    return new Delivery(Optional.of(version), acknowledged, Optional.empty(), forced);
  }

  /** Leaves a refusal: after one, Envoy acknowledges the same bytes without using them. */
  Delivery withAcknowledged(String version) {
    Optional<String> now = Optional.of(version);
    return new Delivery(sent, sent.equals(now) ? sent : now, refusal, "");
  }

  Delivery withRefusal(Refusal refused) {
    return new Delivery(sent, acknowledged, Optional.of(refused), forced);
  }

  Delivery withForced(String clusters) {
    return new Delivery(sent, acknowledged, refusal, clusters);
  }
}
