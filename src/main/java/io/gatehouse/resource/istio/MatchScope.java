package io.gatehouse.resource.istio;

import io.gatehouse.resource.ObjectName;
import io.gatehouse.resource.ProxyGroup;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * For which gateways a match counts, whatever the request.
 *
 * <p>{@code sourceLabels} and {@code sourceNamespace} are compared with the gateway's own labels
 * and namespace, and do not count where {@code gateways} is set, as in Istio.
 *
 * @param gateways short names resolved, {@code mesh} left out; empty, where not set, for those of
 *     the VirtualService
 * @param sourceLabels empty for any
 * @param sourceNamespace empty for any
 */
public record MatchScope(
    Optional<List<ObjectName>> gateways,
    Map<String, String> sourceLabels,
    Optional<String> sourceNamespace) {

  public static final MatchScope ANY = new MatchScope(Optional.empty(), Map.of(), Optional.empty());

  public MatchScope {
    gateways = gateways.map(List::copyOf);
    sourceLabels = Map.copyOf(sourceLabels);
  }

  /** Whether it counts for proxies of {@code group}, if for any of their Gateways. */
  public boolean includes(ProxyGroup group) {
    return gateways.isPresent()
        || (group.matches(sourceLabels)
            && sourceNamespace.filter(ns -> !ns.equals(group.namespace())).isEmpty());
  }

  /** Whether it counts for requests that come by {@code gateway}. */
  public boolean includes(ObjectName gateway) {
    return gateways.filter(named -> !named.contains(gateway)).isEmpty();
  }
}
