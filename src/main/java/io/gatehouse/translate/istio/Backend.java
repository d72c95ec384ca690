package io.gatehouse.translate.istio;

import io.gatehouse.resource.ObjectName;
import java.util.Objects;
import java.util.Optional;

/**
 * The port of a Service that a cluster stands for.
 *
 * @param port the Service's own number of it, 1 to 65535
 * @param subset which of its endpoints; empty for all
 */
public record Backend(ObjectName service, int port, Optional<String> subset) {

  public Backend {
    Objects.requireNonNull(service, "service");
    Objects.requireNonNull(subset, "subset");
  }
}
