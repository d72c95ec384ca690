package io.gatehouse.resource.core;

import io.gatehouse.resource.Kind;
import io.gatehouse.resource.Metadata;
import io.gatehouse.resource.Resource;
import java.util.Objects;

/** A Kubernetes ConfigMap, as far as CAs are concerned. */
public record ConfigMap(Metadata metadata) implements Resource {

  public ConfigMap {
    Objects.requireNonNull(metadata, "metadata");
  }

  @Override
  public Kind kind() {
    return Kind.CONFIG_MAP;
  }
}
