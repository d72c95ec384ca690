package io.gatehouse.resource.istio;

import io.gatehouse.resource.Metadata;
import io.gatehouse.resource.Resource;
import io.gatehouse.resource.json.Fields;
import java.util.Optional;

/** Reads {@link WorkloadEntry}. */
public final class WorkloadEntryParser {

  private WorkloadEntryParser() {}

  public static Optional<Resource> parse(Metadata metadata, Fields object) {
    return object.spec().map(spec -> new WorkloadEntry(metadata));
  }
}
