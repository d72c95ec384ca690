package io.gatehouse.resource.istio;

import io.gatehouse.resource.Kind;
import io.gatehouse.resource.Metadata;
import io.gatehouse.resource.Resource;
import java.util.Objects;

/** An Istio WorkloadEntry. */
public record WorkloadEntry(Metadata metadata) implements Resource {

  public WorkloadEntry {
    Objects.requireNonNull(metadata, "metadata");
  }

  @Override
  public Kind kind() {
    return Kind.WORKLOAD_ENTRY;
  }
}
