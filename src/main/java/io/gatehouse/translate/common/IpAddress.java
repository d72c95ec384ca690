package io.gatehouse.translate.common;

import com.google.common.net.InetAddresses;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Objects;
import java.util.Optional;

/**
 * An address, read from its literal alone: nothing is resolved.
 *
 * @param text the one canonical form (RFC 5952 for IPv6)
 * @param reach where it leads
 */
public record IpAddress(String text, Family family, Reach reach) {

  private static final String BROADCAST = "255.255.255.255";

  /** The two kinds of addresses. */
  public enum Family {
    IPV4,
    IPV6
  }

  /** Where an address leads, seen from a proxy. */
  public enum Reach {
    /** Another machine, as far as one can tell. */
    NETWORK,
    /** The proxy's own machine or link: loopback and link-local. */
    LOCAL,
    /** No machine in particular: unspecified, multicast, broadcast. */
    NOWHERE
  }

  public IpAddress {
    Objects.requireNonNull(text, "text");
    Objects.requireNonNull(family, "family");
    Objects.requireNonNull(reach, "reach");
  }

  /**
   * Reads a literal strictly.
   *
   * @return empty for everything that two readers could take for two addresses: names, octal or
   *     short IPv4 forms, zones, IPv6 forms of IPv4 addresses
   */
  public static Optional<IpAddress> parse(String literal) {
    boolean six = literal.indexOf(':') >= 0;
    boolean mixed = six && literal.indexOf('.') >= 0;
    if (mixed || literal.indexOf('%') >= 0 || !InetAddresses.isInetAddress(literal)) {
      return Optional.empty();
    }
    InetAddress address = InetAddresses.forString(literal);
    boolean four = address instanceof Inet4Address;
    if (four == six || (six && isIpv4Compatible(address))) {
      return Optional.empty();
    }
    return Optional.of(
        new IpAddress(
            InetAddresses.toAddrString(address), six ? Family.IPV6 : Family.IPV4, reach(address)));
  }

  /** {@code ::a.b.c.d} (RFC 4291, deprecated), other than {@code ::} and {@code ::1}. */
  private static boolean isIpv4Compatible(InetAddress address) {
    byte[] bytes = address.getAddress();
    for (int i = 0; i < 12; i++) {
      if (bytes[i] != 0) {
        return false;
      }
    }
    return !address.isAnyLocalAddress() && !address.isLoopbackAddress();
  }

  private static Reach reach(InetAddress address) {
    boolean thisNetwork = address instanceof Inet4Address && address.getAddress()[0] == 0;
    if (address.isAnyLocalAddress()
        || address.isMulticastAddress()
        || thisNetwork
        || address.getHostAddress().equals(BROADCAST)) {
      return Reach.NOWHERE;
    }
    boolean local = address.isLoopbackAddress() || address.isLinkLocalAddress();
    return local ? Reach.LOCAL : Reach.NETWORK;
  }
}
