package io.gatehouse.xds;

import com.google.protobuf.Any;
import io.gatehouse.finding.Origin;
import java.util.Objects;
import java.util.Set;

/**
 * A resource as it goes over the wire, serialized once and shared by all streams.
 *
 * @param version hash of the content
 * @param body type URL and bytes
 * @param clusters names of the clusters that a route configuration names; empty for other types
 * @param origin the object it comes from, for messages
 * @param label what logs say of it beside its name, for example a certificate's secret and serial;
 *     may be empty
 */
public record XdsResource(
    XdsType type,
    String name,
    String version,
    Any body,
    Set<String> clusters,
    Origin origin,
    String label) {

  public XdsResource {
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(body, "body");
    Objects.requireNonNull(origin, "origin");
    Objects.requireNonNull(label, "label");
    clusters = Set.copyOf(clusters);
  }

  /** Without the body, which may be a key. */
  @Override
  public String toString() {
    return type + " " + name + "@" + version;
  }
}
