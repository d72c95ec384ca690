package io.gatehouse.resource.core;

import io.gatehouse.resource.Metadata;
import io.gatehouse.resource.Resource;
import io.gatehouse.resource.json.Fields;

/** Reads {@link Pod}. */
public final class PodParser {

  private PodParser() {}

  public static Resource parse(Metadata metadata, Fields object) {
    return new Pod(metadata);
  }
}
