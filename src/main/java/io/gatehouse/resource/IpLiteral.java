package io.gatehouse.resource;

import com.google.common.net.InetAddresses;

/** IP addresses as objects write them. */
public final class IpLiteral {

  private IpLiteral() {}

  /** Whether {@code text} is one; a zone ({@code %eth0}) means something on one machine only. */
  public static boolean is(String text) {
    return InetAddresses.isInetAddress(text) && !text.contains("%");
  }
}
