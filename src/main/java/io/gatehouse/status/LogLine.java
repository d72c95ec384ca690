package io.gatehouse.status;

import io.gatehouse.finding.ForeignText;

/**
 * One line of the log: words, then {@code key=value} fields. Texts from outside can neither end the
 * line nor pass for another field.
 */
final class LogLine {

  private final StringBuilder line;

  private LogLine(String words) {
    this.line = new StringBuilder(words);
  }

  /**
   * @param words our own
   */
  static LogLine of(String words) {
    return new LogLine(words);
  }

  /**
   * Adds a field, quoted (its own quotes made single) where its value is no plain word; none where
   * the value is empty.
   */
  LogLine field(String key, String value) {
    if (value.isEmpty()) {
      return this;
    }
    String shown = ForeignText.shown(value);
    boolean plain = shown.chars().noneMatch(c -> c == ' ' || c == '"' || c == '=' || c == '\'');
    line.append(' ').append(key).append('=');
    if (plain) {
      line.append(shown);
    } else {
      line.append('"').append(shown.replace('"', '\'')).append('"');
    }
    return this;
  }

  /** Adds fields that are already in this form, as {@code XdsResource.label} has them. */
  LogLine fields(String label) {
    if (!label.isEmpty()) {
      line.append(' ').append(ForeignText.shown(label));
    }
    return this;
  }

  @Override
  public String toString() {
    return line.toString();
  }
}
