package io.gatehouse.finding;

import java.util.Comparator;
import java.util.Objects;

/**
 * One thing a user should know. Sentences are our own words: no parser's text, no content of a
 * secret, control characters escaped.
 *
 * @param code what kind of thing it is
 * @param severity what it costs
 * @param origin the object and field to look at
 * @param sentence what was found and what it means, with a full stop
 * @param remedy what to do about it, with a full stop
 */
public record Finding(
    FindingCode code, Severity severity, Origin origin, String sentence, String remedy)
    implements Comparable<Finding> {

  private static final Comparator<Finding> ORDER =
      Comparator.comparing(Finding::origin)
          .thenComparing(Finding::severity)
          .thenComparing(Finding::code)
          .thenComparing(Finding::sentence)
          .thenComparing(Finding::remedy);

  public Finding {
    Objects.requireNonNull(code, "code");
    Objects.requireNonNull(severity, "severity");
    Objects.requireNonNull(origin, "origin");
    Objects.requireNonNull(sentence, "sentence");
    Objects.requireNonNull(remedy, "remedy");
  }

  public static Finding error(FindingCode code, Origin origin, String sentence, String remedy) {
    return new Finding(code, Severity.ERROR, origin, sentence, remedy);
  }

  public static Finding warning(FindingCode code, Origin origin, String sentence, String remedy) {
    return new Finding(code, Severity.WARNING, origin, sentence, remedy);
  }

  public static Finding info(FindingCode code, Origin origin, String sentence, String remedy) {
    return new Finding(code, Severity.INFO, origin, sentence, remedy);
  }

  @Override
  public int compareTo(Finding other) {
    return ORDER.compare(this, other);
  }
}
