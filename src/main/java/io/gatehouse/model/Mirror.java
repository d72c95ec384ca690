package io.gatehouse.model;

import java.util.Objects;

/**
 * Requests that are sent to another cluster too, whose answers nobody waits for.
 *
 * @param perMillion how many of a million requests, above 0
 */
public record Mirror(String cluster, int perMillion) {

  public Mirror {
    Objects.requireNonNull(cluster, "cluster");
  }
}
