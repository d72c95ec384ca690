package io.gatehouse.finding;

/** How much a {@link Finding} costs its user. */
public enum Severity {
  /** Something that was asked for is not served as asked. */
  ERROR,
  /** Served, but not for long, or not quite as the user may believe. */
  WARNING,
  /** Worth knowing; nothing is lost. */
  INFO
}
