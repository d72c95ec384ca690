package io.gatehouse.resource.istio;

import io.gatehouse.resource.Metadata;
import io.gatehouse.resource.Resource;
import io.gatehouse.resource.json.Fields;
import java.util.Optional;

/** Reads {@link DestinationRule}. */
public final class DestinationRuleParser {

  private DestinationRuleParser() {}

  public static Optional<Resource> parse(Metadata metadata, Fields object) {
    return object.spec().map(spec -> new DestinationRule(metadata));
  }
}
