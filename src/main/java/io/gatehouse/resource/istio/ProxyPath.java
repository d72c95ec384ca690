package io.gatehouse.resource.istio;

import io.gatehouse.resource.json.Value;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/** The path of a file in the proxy's file system, which Envoy reads. */
final class ProxyPath {

  /** {@code ~} stands between paths in the names that Istio gives to such credentials. */
  private static final Pattern HARMLESS = Pattern.compile("/[!-}&&[^\\\\]]{1,1000}");

  private ProxyPath() {}

  /** The path; empty, with a finding, where it could mean another file than it says. */
  static Optional<String> read(Value value) {
    Optional<String> text = value.nonEmptyText();
    boolean harmless =
        text.filter(path -> HARMLESS.matcher(path).matches() && !path.endsWith("/"))
            .filter(path -> Arrays.stream(path.split("/")).noneMatch(ProxyPath::leadsElsewhere))
            .isPresent();
    if (text.isPresent() && !harmless) {
      value.invalid(
          "is " + Value.shown(text.get()) + ", which is not the absolute path of a file",
          "Write a path of the proxy's file system such as /etc/certs/tls.crt, without .., ~ and"
              + " white space.");
    }
    return text.filter(path -> harmless);
  }

  private static boolean leadsElsewhere(String step) {
    return step.equals("..") || step.equals(".");
  }
}
