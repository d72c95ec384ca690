package io.gatehouse.resource.core;

import io.gatehouse.resource.Metadata;
import io.gatehouse.resource.Resource;
import io.gatehouse.resource.json.Fields;

/** Reads {@link ConfigMap}. */
public final class ConfigMapParser {

  private ConfigMapParser() {}

  public static Resource parse(Metadata metadata, Fields object) {
    return new ConfigMap(metadata);
  }
}
