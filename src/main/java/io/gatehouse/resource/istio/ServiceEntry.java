package io.gatehouse.resource.istio;

import io.gatehouse.resource.Kind;
import io.gatehouse.resource.Metadata;
import io.gatehouse.resource.Resource;
import java.util.Objects;

/** An Istio ServiceEntry. */
public record ServiceEntry(Metadata metadata) implements Resource {

  public ServiceEntry {
    Objects.requireNonNull(metadata, "metadata");
  }

  @Override
  public Kind kind() {
    return Kind.SERVICE_ENTRY;
  }
}
