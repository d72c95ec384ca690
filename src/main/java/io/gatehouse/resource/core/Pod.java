package io.gatehouse.resource.core;

import io.gatehouse.resource.Kind;
import io.gatehouse.resource.Metadata;
import io.gatehouse.resource.Resource;
import java.util.Objects;

/** A Kubernetes Pod, as far as endpoints are concerned. */
public record Pod(Metadata metadata) implements Resource {

  public Pod {
    Objects.requireNonNull(metadata, "metadata");
  }

  @Override
  public Kind kind() {
    return Kind.POD;
  }
}
