package io.gatehouse.resource.istio;

import java.util.Objects;
import java.util.Optional;

/**
 * Where requests or connections go.
 *
 * @param host as written: a short name (of the namespace of the object that says so) or a full one
 * @param port the service's port number; empty where the service has only one
 * @param subset of the service's endpoints, named in its DestinationRule; empty for all
 */
public record Destination(String host, Optional<Integer> port, Optional<String> subset) {

  public Destination {
    Objects.requireNonNull(host, "host");
    Objects.requireNonNull(port, "port");
    Objects.requireNonNull(subset, "subset");
  }
}
