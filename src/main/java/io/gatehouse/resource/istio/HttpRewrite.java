package io.gatehouse.resource.istio;

import java.util.Objects;
import java.util.Optional;

/**
 * Istio's {@code rewrite}; of {@code uri} and {@code regex} at most one.
 *
 * @param uri what the matched prefix, or else the whole path, becomes
 * @param regex what parts of the path become
 * @param authority what the host becomes
 */
public record HttpRewrite(
    Optional<String> uri, Optional<RegexRewrite> regex, Optional<String> authority) {

  public HttpRewrite {
    Objects.requireNonNull(uri, "uri");
    Objects.requireNonNull(regex, "regex");
    Objects.requireNonNull(authority, "authority");
  }

  /**
   * Istio's {@code uriRegexRewrite}.
   *
   * @param match RE2
   * @param rewrite with {@code \1} to {@code \9} for what the groups found
   */
  public record RegexRewrite(String match, String rewrite) {}
}
