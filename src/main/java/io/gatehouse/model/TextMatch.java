package io.gatehouse.model;

/** A condition on a text. */
public sealed interface TextMatch {

  /** The whole text. */
  record Exact(String value) implements TextMatch {}

  /** Its beginning; not empty. */
  record Prefix(String value) implements TextMatch {}

  /** An RE2 expression that matches the whole text. */
  record Regex(String value) implements TextMatch {}

  /** It is there, whatever it says. */
  record Present() implements TextMatch {}
}
