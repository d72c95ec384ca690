package io.gatehouse.status.report;

/** Small parts of sentences. */
final class Words {

  private Words() {}

  /** For example {@code 1 endpoint}, {@code 2 endpoints}. */
  static String count(int count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }
}
