package io.gatehouse.xds;

/** Numbers the responses of one stream. Not thread safe. */
final class Nonces {

  private long last;

  long next() {
    return ++last;
  }

  /** Whether {@code nonce}, as a client sent it, is one of this stream. */
  boolean isIssued(String nonce) {
    try {
      long number = Long.parseLong(nonce);
      return number > 0 && number <= last;
    } catch (NumberFormatException e) {
      return false;
    }
  }
}
