package io.gatehouse.xds;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Hears what happens on streams. Called on a stream's own thread: must return quickly and not
 * throw.
 */
public interface DeliveryListener {

  /** The stream's node is known. */
  default void onConnected(ProxyNode proxy) {}

  /**
   * @param reason {@link StreamEnd#title()}
   */
  default void onDisconnected(ProxyNode proxy, String reason) {}

  /** Names newly asked for; {@code *} stands for all. */
  default void onSubscribed(ProxyNode proxy, XdsType type, Set<String> names) {}

  /** Names no longer asked for. */
  default void onUnsubscribed(ProxyNode proxy, XdsType type, Set<String> names) {}

  default void onSent(
      ProxyNode proxy, XdsType type, Collection<XdsResource> resources, Set<String> removed) {}

  /**
   * @param versions by name; a removal that was acknowledged has the version {@code ""}
   */
  default void onAcknowledged(ProxyNode proxy, XdsType type, Map<String, String> versions) {}

  /**
   * Envoy refused a response. Where it held several resources they are sent again one by one, so
   * that the last report of a version is exact.
   *
   * @param detail Envoy's words, raw: pass through {@code ForeignText} before they are shown
   * @param exact whether {@code resources} holds the one resource that was refused
   */
  default void onRefused(
      ProxyNode proxy,
      XdsType type,
      Collection<XdsResource> resources,
      String detail,
      boolean exact) {}

  /**
   * A route configuration or listener was sent although {@code clusters} were not acknowledged
   * within the time allowed.
   */
  default void onRouteForced(ProxyNode proxy, XdsResource route, Set<String> clusters) {}

  /**
   * Something was ignored.
   *
   * @param type empty for a type that is not served here
   * @param what a stable short name: {@code unknown-nonce}, {@code unknown-type}
   */
  default void onIgnored(ProxyNode proxy, Optional<XdsType> type, String what) {}
}
