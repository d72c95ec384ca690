package io.gatehouse.resource.core;

import io.gatehouse.resource.Kind;
import io.gatehouse.resource.Metadata;
import io.gatehouse.resource.Resource;
import java.util.List;
import java.util.Objects;

/**
 * A Kubernetes Pod, as far as endpoints are concerned: its labels and where it is.
 *
 * @param addresses {@code status.podIPs} as they stand, the first is {@code status.podIP}; empty
 *     while it has none
 * @param ready whether it takes requests: its condition Ready is true and it is not being deleted
 */
public record Pod(Metadata metadata, List<String> addresses, boolean ready) implements Resource {

  public Pod {
    Objects.requireNonNull(metadata, "metadata");
    addresses = List.copyOf(addresses);
  }

  @Override
  public Kind kind() {
    return Kind.POD;
  }
}
