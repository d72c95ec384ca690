package io.gatehouse.translate.common;

import java.util.Comparator;

/** Where an endpoint is, as Envoy names it; ordered by address, then port. */
record SocketAddress(String address, int port) implements Comparable<SocketAddress> {

  private static final Comparator<SocketAddress> ORDER =
      Comparator.comparing(SocketAddress::address).thenComparing(SocketAddress::port);

  @Override
  public int compareTo(SocketAddress other) {
    return ORDER.compare(this, other);
  }
}
