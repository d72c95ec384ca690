package io.gatehouse.envoy;

import java.time.Duration;
import java.util.Objects;

/**
 * What an operator decides about listeners; {@code docs/defaults.md} says why each default is what
 * it is. They are part of every listener or filter chain: another value replaces them all, and
 * drains their connections.
 *
 * @param trustedHops how many proxies in front of these append to {@code x-forwarded-for} what may
 *     be believed
 * @param accessLog whether there is a line for each request on Envoy's standard output
 * @param proxyProtocol whether each connection begins with a PROXY protocol header
 * @param streamIdleTimeout how long a request may stay without a byte either way; zero for ever
 */
public record EdgeOptions(
    int trustedHops, boolean accessLog, boolean proxyProtocol, Duration streamIdleTimeout) {

  public static final EdgeOptions DEFAULT =
      new EdgeOptions(0, true, false, Duration.ofSeconds(300));

  public EdgeOptions {
    Objects.requireNonNull(streamIdleTimeout, "streamIdleTimeout");
    if (trustedHops < 0 || streamIdleTimeout.isNegative()) {
      throw new IllegalArgumentException("negative: " + trustedHops + ", " + streamIdleTimeout);
    }
  }
}
