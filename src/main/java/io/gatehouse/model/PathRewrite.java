package io.gatehouse.model;

/** How the path of a request changes before it is sent on; the query stays. */
public sealed interface PathRewrite {

  /** What matched (a prefix, or else the whole path) becomes {@code value}. */
  record Matched(String value) implements PathRewrite {}

  /**
   * What an expression finds, wherever it does.
   *
   * @param pattern RE2
   * @param substitution with {@code \1} to {@code \9} for what its groups found, {@code \0} for all
   */
  record Regex(String pattern, String substitution) implements PathRewrite {}
}
