package io.gatehouse.xds;

import com.google.protobuf.Any;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import io.gatehouse.finding.Origin;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A resource as it goes over the wire, serialized once and shared by all streams.
 *
 * @param version hash of the content
 * @param wire name, version and body (type URL and bytes)
 * @param clusters names of the clusters that a route configuration or a listener sends to; empty
 *     for other types
 * @param origin the object it comes from, for messages
 * @param label what logs say of it beside its name, for example a certificate's secret and serial;
 *     may be empty
 * @param rewording makes a body that means the same in other bytes, see {@link #reworded()}; empty
 *     where there is no need of it
 * @param uncertain whether Envoy may refuse it now and take it later: it names files. Such a one
 *     goes alone, after all others, and is tried again
 */
public record XdsResource(
    XdsType type,
    String name,
    String version,
    Resource wire,
    Set<String> clusters,
    Origin origin,
    String label,
    Optional<Supplier<Any>> rewording,
    boolean uncertain) {

  public XdsResource {
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(wire, "wire");
    Objects.requireNonNull(origin, "origin");
    Objects.requireNonNull(label, "label");
    Objects.requireNonNull(rewording, "rewording");
    name = SharedNames.of(name);
    clusters = Set.copyOf(clusters);
  }

  /**
   * @param version hash of the content
   * @param body type URL and bytes
   */
  public XdsResource(
      XdsType type,
      String name,
      String version,
      Any body,
      Set<String> clusters,
      Origin origin,
      String label) {
    this(
        type,
        name,
        version,
        Resource.newBuilder().setName(name).setVersion(version).setResource(body).build(),
        clusters,
        origin,
        label,
        Optional.empty(),
        false);
  }

  /** The same, able to be {@link #reworded()}. */
  public XdsResource rewordedBy(Supplier<Any> words) {
    return new XdsResource(
        type, name, version, wire, clusters, origin, label, Optional.of(words), uncertain);
  }

  /** The same, as one that is {@link #uncertain()}. */
  public XdsResource asUncertain() {
    return new XdsResource(type, name, version, wire, clusters, origin, label, rewording, true);
  }

  public Any body() {
    return wire.getResource();
  }

  /**
   * Its wire form where Envoy may already have looked at these bytes and refused them: Envoy keeps
   * the hash of a secret before it validates it, and acknowledges the same bytes without a look
   * when they come again. The same version, as it means the same.
   */
  Resource reworded() {
    return rewording.map(words -> wire.toBuilder().setResource(words.get()).build()).orElse(wire);
  }

  /** Without the body, which may be a key. */
  @Override
  public String toString() {
    return type + " " + name + "@" + version;
  }
}
