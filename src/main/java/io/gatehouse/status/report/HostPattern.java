package io.gatehouse.status.report;

/** Hosts and domains as Istio and Envoy write them: exact, {@code *.suffix}, {@code *}. */
final class HostPattern {

  private HostPattern() {}

  static boolean isWildcard(String pattern) {
    return pattern.startsWith("*");
  }

  /**
   * Whether {@code host}, a name or a pattern itself, is among what {@code pattern} stands for. The
   * wildcard stands for one character or more, of any number of labels.
   */
  static boolean covers(String pattern, String host) {
    if (!isWildcard(pattern)) {
      return pattern.equals(host);
    }
    String suffix = pattern.substring(1);
    return host.equals(pattern) || host.length() > suffix.length() && host.endsWith(suffix);
  }

  /** Whether some name is among what both stand for. */
  static boolean overlap(String one, String other) {
    return covers(one, other) || covers(other, one);
  }
}
