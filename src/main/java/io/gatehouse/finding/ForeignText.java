package io.gatehouse.finding;

/**
 * Makes texts that come from outside (names, node ids, Envoy's error details) fit to be logged and
 * shown.
 */
public final class ForeignText {

  private static final int MAX_LENGTH = 512;

  private ForeignText() {}

  /**
   * Escapes control characters (no forged log lines, no terminal codes) and cuts what is longer
   * than 512 characters.
   */
  public static String shown(String text) {
    int end = Math.min(text.length(), MAX_LENGTH);
    StringBuilder shown = new StringBuilder(end + 8);
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      if (Character.isISOControl(c)
          || Character.getType(c) == Character.FORMAT
          || c == '\u2028'
          || c == '\u2029') {
        shown.append(String.format("\\u%04x", (int) c));
      } else {
        shown.append(c);
      }
    }
    return end < text.length() ? shown.append('…').toString() : shown.toString();
  }
}
