package io.gatehouse.resource;

import java.util.ArrayList;
import java.util.List;

/** Hosts and domains as Istio and Envoy write them: exact, {@code *.suffix}, {@code *}. */
public final class HostPattern {

  /** Stands for every host. */
  public static final String ANY = "*";

  private HostPattern() {}

  /** Whether {@code pattern} stands for many names. */
  public static boolean isWildcard(String pattern) {
    return pattern.startsWith(ANY);
  }

  /**
   * Whether {@code host}, a name or a pattern itself, is among what {@code pattern} stands for. The
   * wildcard stands for one character or more, of any number of labels.
   */
  public static boolean covers(String pattern, String host) {
    if (!isWildcard(pattern)) {
      return pattern.equals(host);
    }
    String suffix = pattern.substring(1);
    return host.equals(pattern) || host.length() > suffix.length() && host.endsWith(suffix);
  }

  /** Whether some name is among what both stand for. */
  public static boolean overlap(String one, String other) {
    return covers(one, other) || covers(other, one);
  }

  /** {@code *.b.c}, {@code *.c} and {@code *} for {@code a.b.c}; the last two for {@code *.b.c}. */
  public static List<String> wildcardsAbove(String host) {
    List<String> above = new ArrayList<>();
    if (host.equals(ANY)) {
      return above;
    }
    int from = isWildcard(host) ? 2 : 0;
    for (int dot = host.indexOf('.', from); dot >= 0; dot = host.indexOf('.', dot + 1)) {
      above.add(ANY + host.substring(dot));
    }
    above.add(ANY);
    return above;
  }
}
