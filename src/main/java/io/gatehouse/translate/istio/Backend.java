package io.gatehouse.translate.istio;

import io.gatehouse.resource.ObjectName;
import java.util.Objects;
import java.util.Optional;

/**
 * What a cluster stands for: one port of a host.
 *
 * @param port the number that destinations name, 1 to 65535
 * @param subset which of its endpoints; empty for all
 */
public record Backend(Host host, int port, Optional<String> subset) {

  public Backend {
    Objects.requireNonNull(host, "host");
    Objects.requireNonNull(subset, "subset");
  }

  static Backend ofService(ObjectName service, int port, Optional<String> subset) {
    return new Backend(new Host.OfService(service), port, subset);
  }

  static Backend ofEntry(ObjectName entry, String host, int port, Optional<String> subset) {
    return new Backend(new Host.OfEntry(entry, host), port, subset);
  }

  /** Who says where the host is. */
  public sealed interface Host {

    /** A Service, which may be of type ExternalName. */
    record OfService(ObjectName service) implements Host {}

    /**
     * A ServiceEntry.
     *
     * @param host that of its hosts which is meant; it may begin with {@code *.}
     */
    record OfEntry(ObjectName entry, String host) implements Host {}
  }
}
