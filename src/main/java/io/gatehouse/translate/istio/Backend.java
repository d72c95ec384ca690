package io.gatehouse.translate.istio;

import io.gatehouse.resource.ObjectName;
import java.util.Objects;

/**
 * The port of a Service that a cluster stands for.
 *
 * @param port the Service's own number of it, 1 to 65535
 */
public record Backend(ObjectName service, int port) {

  public Backend {
    Objects.requireNonNull(service, "service");
  }
}
