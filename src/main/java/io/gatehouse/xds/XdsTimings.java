package io.gatehouse.xds;

import java.time.Duration;
import java.util.Objects;

/**
 * How long a stream waits for what.
 *
 * @param routeHold how long a route configuration or listener is held back for clusters that Envoy
 *     does not have yet
 * @param subscriptions how long a reconnected Envoy may take to name all it is interested in,
 *     before its listeners change or a cluster leaves it
 * @param heldSecrets how long its listeners wait for a snapshot that knows of the secrets it holds
 * @param stall after how long a client that does not read is cut off
 */
public record XdsTimings(
    Duration routeHold, Duration subscriptions, Duration heldSecrets, Duration stall) {

  public static final XdsTimings DEFAULT =
      new XdsTimings(
          Duration.ofSeconds(5),
          Duration.ofMillis(500),
          Duration.ofSeconds(1),
          Duration.ofSeconds(30));

  public XdsTimings {
    Objects.requireNonNull(routeHold, "routeHold");
    Objects.requireNonNull(subscriptions, "subscriptions");
    Objects.requireNonNull(heldSecrets, "heldSecrets");
    Objects.requireNonNull(stall, "stall");
  }
}
