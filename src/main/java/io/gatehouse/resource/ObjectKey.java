package io.gatehouse.resource;

import io.gatehouse.finding.Origin;
import java.util.Comparator;
import java.util.Objects;

/** Names one object among all that are read. */
public record ObjectKey(Kind kind, ObjectName name) implements Comparable<ObjectKey> {

  private static final Comparator<ObjectKey> ORDER =
      Comparator.comparing(ObjectKey::kind).thenComparing(ObjectKey::name);

  public ObjectKey {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(name, "name");
  }

  public static ObjectKey of(Kind kind, String namespace, String name) {
    return new ObjectKey(kind, new ObjectName(namespace, name));
  }

  /** Where findings about the object as a whole point. */
  public Origin origin() {
    return Origin.of(kind.title(), name.namespace(), name.name());
  }

  @Override
  public int compareTo(ObjectKey other) {
    return ORDER.compare(this, other);
  }
}
