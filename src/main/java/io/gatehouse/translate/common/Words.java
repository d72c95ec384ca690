package io.gatehouse.translate.common;

import io.gatehouse.finding.ForeignText;
import java.util.Collection;
import java.util.stream.Collectors;

/** How sentences name things that come from outside. */
public final class Words {

  private static final int MOST = 3;

  private Words() {}

  /** One name, or object and field, escaped. */
  public static String shown(Object name) {
    return ForeignText.shown(name.toString());
  }

  /** {@code a, b, c and 4 more}: the first three, escaped; a list of any length stays readable. */
  public static String list(Collection<?> names) {
    String first = names.stream().limit(MOST).map(Words::shown).collect(Collectors.joining(", "));
    int others = names.size() - MOST;
    return others > 0 ? first + " and " + others + " more" : first;
  }
}
