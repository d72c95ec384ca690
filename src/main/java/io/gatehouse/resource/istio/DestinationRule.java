package io.gatehouse.resource.istio;

import io.gatehouse.resource.Kind;
import io.gatehouse.resource.Metadata;
import io.gatehouse.resource.Resource;
import java.util.Objects;

/** An Istio DestinationRule. */
public record DestinationRule(Metadata metadata) implements Resource {

  public DestinationRule {
    Objects.requireNonNull(metadata, "metadata");
  }

  @Override
  public Kind kind() {
    return Kind.DESTINATION_RULE;
  }
}
