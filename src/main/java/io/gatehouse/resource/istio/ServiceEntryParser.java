package io.gatehouse.resource.istio;

import io.gatehouse.resource.Metadata;
import io.gatehouse.resource.Resource;
import io.gatehouse.resource.json.Fields;
import java.util.Optional;

/** Reads {@link ServiceEntry}. */
public final class ServiceEntryParser {

  private ServiceEntryParser() {}

  public static Optional<Resource> parse(Metadata metadata, Fields object) {
    return object.spec().map(spec -> new ServiceEntry(metadata));
  }
}
