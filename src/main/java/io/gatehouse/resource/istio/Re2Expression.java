package io.gatehouse.resource.istio;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.regex.Matcher;

/**
 * Tells whether Envoy, whose expressions are RE2's, would take one.
 *
 * @see <a href="https://github.com/google/re2/wiki/Syntax">RE2 syntax</a>
 */
final class Re2Expression {

  private static final int MAX_LENGTH = 2_000;

  /** RE2 refuses more, repetitions within repetitions multiplied; RE2/J would run out of memory. */
  private static final int MAX_REPETITIONS = 1_000;

  /** Bounds time and memory of compiling: RE2/J copies what is repeated. */
  private static final int MAX_COPIED = 200_000;

  /** The limit of Envoys with our bootstrap, {@code re2.max_program_size.error_level}. */
  private static final int MAX_PROGRAM_SIZE = 32_768;

  private static final String TOO_LARGE = "repeats too much";

  private static final java.util.regex.Pattern REPETITION =
      java.util.regex.Pattern.compile("\\{([0-9]{1,9})(?:,([0-9]{0,9}))?}");

  private Re2Expression() {}

  /** What is wrong with {@code text}, as in "which …"; the parser's own words would quote it. */
  static Optional<String> problem(String text) {
    if (text.length() > MAX_LENGTH) {
      return Optional.of("is longer than " + MAX_LENGTH + " characters");
    }
    long repetitions = repetitions(text);
    if (repetitions > MAX_REPETITIONS || repetitions * text.length() > MAX_COPIED) {
      return Optional.of(TOO_LARGE);
    }
    try {
      return Pattern.compile(text).programSize() > MAX_PROGRAM_SIZE
          ? Optional.of(TOO_LARGE)
          : Optional.empty();
    } catch (PatternSyntaxException notRe2) {
      return Optional.of("is not a regular expression");
    }
  }

  /**
   * Whether {@code text} can be put in place of what an expression finds: behind each backslash
   * stands another or the digit of a group.
   *
   * @param expression one without a {@link #problem}
   */
  static boolean isSubstitution(String text, String expression) {
    int groups = Pattern.compile(expression).groupCount();
    for (int i = text.indexOf('\\'); i >= 0; i = text.indexOf('\\', i + 2)) {
      char next = i + 1 < text.length() ? text.charAt(i + 1) : ' ';
      boolean group = next >= '0' && next <= '9' && next - '0' <= groups;
      if (next != '\\' && !group) {
        return false;
      }
    }
    return true;
  }

  /** The largest product of the counts of repetitions within each other. */
  private static long repetitions(String text) {
    Deque<Long> outer = new ArrayDeque<>();
    long group = 1;
    long atom = 1;
    Matcher repetition = REPETITION.matcher(text);
    int i = 0;
    while (i < text.length()) {
      int next = i + 1;
      switch (text.charAt(i)) {
        case '\\' -> {
          next = endOfEscape(text, i);
          atom = 1;
        }
        case '[' -> {
          next = endOfClass(text, i);
          atom = 1;
        }
        case '(' -> {
          outer.push(group);
          group = 1;
        }
        case ')' -> {
          atom = group;
          group = Math.max(group, outer.isEmpty() ? 1 : outer.pop());
        }
        case '{' -> {
          if (repetition.find(i) && repetition.start() == i) {
            atom = Math.min(atom * count(repetition), Integer.MAX_VALUE);
            group = Math.max(group, atom);
            next = repetition.end();
          }
        }
        default -> atom = 1;
      }
      i = next;
    }
    return outer.stream().reduce(group, Math::max);
  }

  private static int endOfEscape(String text, int start) {
    if (!text.startsWith("\\Q", start)) {
      return start + 2;
    }
    int end = text.indexOf("\\E", start);
    return end < 0 ? text.length() : end + 2;
  }

  /** Behind the bracket that closes the character class opened at {@code start}. */
  private static int endOfClass(String text, int start) {
    int i = start + (text.startsWith("[^", start) ? 2 : 1);
    if (text.startsWith("]", i)) {
      i++;
    }
    while (i < text.length() && text.charAt(i) != ']') {
      int named = text.startsWith("[:", i) ? text.indexOf(":]", i) : -1;
      i = named > 0 ? named + 2 : text.charAt(i) == '\\' ? i + 2 : i + 1;
    }
    return i + 1;
  }

  private static long count(Matcher repetition) {
    long least = Long.parseLong(repetition.group(1));
    String most = repetition.group(2);
    return Math.max(1, most == null || most.isEmpty() ? least : Long.parseLong(most));
  }
}
