package io.gatehouse.credential;

import java.util.Optional;

/**
 * Why a Secret's content cannot be served, in our own words. Carries neither a cause nor a stack
 * trace: the messages of parsers quote what they read, and that may be a key.
 */
final class Rejection extends Exception {

  private final Verdict verdict;
  private final String remedy;
  private final Optional<String> key;

  /**
   * @param sentence what was found, without its subject and full stop ({@code "is cut off"})
   * @param remedy what to do about it, a whole sentence
   */
  Rejection(Verdict verdict, String sentence, String remedy) {
    this(verdict, sentence, remedy, Optional.empty());
  }

  private Rejection(Verdict verdict, String sentence, String remedy, Optional<String> key) {
    super(sentence, null, false, false);
    this.verdict = verdict;
    this.remedy = remedy;
    this.key = key;
  }

  /** Some reading that may end so. */
  interface Reading<T> {
    T read() throws Rejection;
  }

  /**
   * Reads, and says of a rejection that it concerns what stands under {@code key}. Errors of a
   * parser end here.
   */
  static <T> T under(String key, Reading<T> reading) throws Rejection {
    try {
      return reading.read();
    } catch (Rejection e) {
      throw new Rejection(e.verdict, e.sentence(), e.remedy, Optional.of(key));
    } catch (RuntimeException parserError) {
      throw new Rejection(
          Verdict.UNREADABLE,
          "is damaged",
          "Create the Secret again from the original file.",
          Optional.of(key));
    }
  }

  Verdict verdict() {
    return verdict;
  }

  String sentence() {
    return getMessage();
  }

  String remedy() {
    return remedy;
  }

  /** The key of the Secret whose value is meant; empty for the Secret as a whole. */
  Optional<String> key() {
    return key;
  }
}
