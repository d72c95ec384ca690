package io.gatehouse.resource;

import java.util.Comparator;
import java.util.Objects;

/** A namespaced name. Ordered by name, then namespace, as Istio breaks ties of creation time. */
public record ObjectName(String namespace, String name) implements Comparable<ObjectName> {

  private static final Comparator<ObjectName> ORDER =
      Comparator.comparing(ObjectName::name).thenComparing(ObjectName::namespace);

  public ObjectName {
    Objects.requireNonNull(namespace, "namespace");
    Objects.requireNonNull(name, "name");
  }

  @Override
  public int compareTo(ObjectName other) {
    return ORDER.compare(this, other);
  }

  /** {@code namespace/name}. */
  @Override
  public String toString() {
    return namespace + "/" + name;
  }
}
