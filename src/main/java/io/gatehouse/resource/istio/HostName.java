package io.gatehouse.resource.istio;

import io.gatehouse.resource.json.Value;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Hosts as Gateways and VirtualServices write them: a DNS name, {@code *.} and a DNS name, or
 * {@code *}.
 */
public final class HostName {

  /** RFC 1123 labels, with the underscores that DNS itself allows (RFC 2181, section 11). */
  private static final Pattern DNS_NAME =
      Pattern.compile(
          "[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*");

  private static final int MAX_LENGTH = 253;

  /**
   * A last label that resolvers read as the last number of an IPv4 address, in any of its forms.
   */
  private static final Pattern NUMERIC_END = Pattern.compile("(.*\\.)?([0-9]+|0x[0-9a-f]*)");

  private HostName() {}

  /**
   * A name that can be looked up, in lower case and without the final dot; empty where {@code text}
   * is none, or could be taken for an address ({@code 127.1}).
   */
  public static Optional<String> dnsName(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    String name = lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    return Optional.of(name)
        .filter(HostName::isDnsName)
        .filter(host -> !NUMERIC_END.matcher(host).matches());
  }

  private static boolean isDnsName(String name) {
    return name.length() <= MAX_LENGTH && DNS_NAME.matcher(name).matches();
  }

  /**
   * The host that {@code text} names, in lower case; reported on {@code value} where it is none.
   */
  static Optional<String> parse(Value value, String text) {
    String host = text.toLowerCase(Locale.ROOT);
    String name = host.startsWith("*.") ? host.substring(2) : host;
    if (host.equals("*") || isDnsName(name)) {
      return Optional.of(host);
    }
    value.invalid(
        "is " + Value.shown(text) + ", which is not a host name",
        "Write a name such as www.example.com, *.example.com or *, without scheme and port.");
    return Optional.empty();
  }
}
