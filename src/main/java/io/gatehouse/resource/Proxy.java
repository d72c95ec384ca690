package io.gatehouse.resource;

import java.util.Objects;

/**
 * Declares a group of proxies in manifests ({@code apiVersion: gatehouse.io/v1alpha1, kind:
 * Proxy}).
 *
 * <p>{@code metadata.namespace} and {@code spec.labels} are the group's; {@code spec.unprivileged}
 * (default true) and {@code spec.ipFamily} ({@code IPv4} by default, {@code IPv6}, {@code Dual})
 * the rest.
 */
public record Proxy(Metadata metadata, ProxyGroup group) implements Resource {

  public Proxy {
    Objects.requireNonNull(metadata, "metadata");
    Objects.requireNonNull(group, "group");
  }

  @Override
  public Kind kind() {
    return Kind.PROXY;
  }
}
