package io.gatehouse.resource;

import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;

/**
 * What Gatehouse keeps of an object's metadata.
 *
 * @param name namespace and name
 * @param created creation time; {@link Instant#EPOCH} where the source has none (files)
 * @param labels immutable
 */
public record Metadata(ObjectName name, Instant created, Map<String, String> labels) {

  /**
   * Oldest first, then by name, then by namespace: Istio's precedence among objects that compete.
   */
  public static final Comparator<Metadata> OLDEST_FIRST =
      Comparator.comparing(Metadata::created).thenComparing(Metadata::name);

  public Metadata {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(created, "created");
    labels = Map.copyOf(labels);
  }

  public String namespace() {
    return name.namespace();
  }
}
