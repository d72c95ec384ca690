package io.gatehouse.translate.istio;

import io.gatehouse.resource.ObjectName;
import java.util.Objects;

/**
 * What a cluster stands for: one port of a host.
 *
 * @param port the number that destinations name, 1 to 65535
 */
public record Backend(Host host, int port) {

  public Backend {
    Objects.requireNonNull(host, "host");
  }

  static Backend ofService(ObjectName service, int port) {
    return new Backend(new Host.OfService(service), port);
  }

  static Backend ofEntry(ObjectName entry, String host, int port) {
    return new Backend(new Host.OfEntry(entry, host), port);
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
