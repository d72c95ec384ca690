package io.gatehouse.xds;

import java.util.Map;
import java.util.Objects;

/**
 * A connected Envoy, as its node says.
 *
 * @param stream unique among all streams of this process
 * @param id node id, made fit to be shown
 * @param namespace metadata {@code NAMESPACE}; empty where absent
 * @param labels metadata {@code LABELS}
 * @param metadata other string metadata, as {@code UNPRIVILEGED_POD} and {@code INSTANCE_IPS}
 * @param version Envoy's version, empty where it says none
 * @param peer remote address
 */
public record ProxyNode(
    long stream,
    String id,
    String namespace,
    Map<String, String> labels,
    Map<String, String> metadata,
    String version,
    String peer) {

  public ProxyNode {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(namespace, "namespace");
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(peer, "peer");
    labels = Map.copyOf(labels);
    metadata = Map.copyOf(metadata);
  }
}
