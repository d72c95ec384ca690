package io.gatehouse.admin.text;

/** Keeps terminals safe from what names and messages may hold. */
final class Printable {

  private Printable() {}

  /** The text on one line, with a {@code ?} for each control or direction character. */
  static String of(String text) {
    StringBuilder printable = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            point -> {
              int type = Character.getType(point);
              boolean harmless =
                  type != Character.CONTROL
                      && type != Character.FORMAT
                      && type != Character.LINE_SEPARATOR
                      && type != Character.PARAGRAPH_SEPARATOR
                      && type != Character.SURROGATE;
              printable.appendCodePoint(harmless ? point : '?');
            });
    return printable.toString();
  }
}
