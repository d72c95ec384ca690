package io.gatehouse.credential;

import java.util.Arrays;
import java.util.Optional;

/**
 * Tells DER from the looser BER (X.690): Envoy's TLS library reads the former only, Bouncy Castle
 * both.
 */
final class Der {

  private static final int MAX_DEPTH = 32;
  private static final int CONSTRUCTED = 0x20;
  private static final int UNIVERSAL_SEQUENCE = 0x30;
  private static final int UNIVERSAL_SET = 0x31;
  private static final int HIGH_TAG = 0x1f;

  private final byte[] bytes;

  private Der(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The element that {@code bytes} begin with, without what follows; empty where it is not DER. */
  static Optional<byte[]> firstElement(byte[] bytes) {
    int end = new Der(bytes).end(0, bytes.length, 0);
    return end < 0 ? Optional.empty() : Optional.of(Arrays.copyOf(bytes, end));
  }

  static boolean isSequence(byte[] element) {
    return (element[0] & 0xff) == UNIVERSAL_SEQUENCE;
  }

  /**
   * Where the element at {@code start} ends, at most at {@code limit}; negative if it is not DER.
   */
  private int end(int start, int limit, int depth) {
    if (limit - start < 2 || depth > MAX_DEPTH) {
      return -1;
    }
    int tag = bytes[start] & 0xff;
    if ((tag & HIGH_TAG) == HIGH_TAG || isConstructedString(tag)) {
      return -1;
    }
    int first = bytes[start + 1] & 0xff;
    int lengthBytes = first < 0x80 ? 0 : first & 0x7f;
    int content = start + 2 + lengthBytes;
    if (first == 0x80 || lengthBytes > 3 || content > limit) {
      return -1;
    }
    int length = lengthBytes == 0 ? first : longLength(start + 2, lengthBytes);
    if (length < 0 || length > limit - content) {
      return -1;
    }
    int end = content + length;
    return (tag & CONSTRUCTED) == 0 || isFilled(content, end, depth + 1) ? end : -1;
  }

  /** Strings in pieces, which only BER has. */
  private static boolean isConstructedString(int tag) {
    boolean universal = (tag & 0xc0) == 0;
    return universal
        && (tag & CONSTRUCTED) != 0
        && tag != UNIVERSAL_SEQUENCE
        && tag != UNIVERSAL_SET;
  }

  /** A length in more than one byte; negative where fewer bytes would have done. */
  private int longLength(int start, int count) {
    int length = 0;
    for (int i = 0; i < count; i++) {
      length = length << 8 | bytes[start + i] & 0xff;
    }
    int least = count == 1 ? 0x80 : 1 << 8 * (count - 1);
    return length < least ? -1 : length;
  }

  private boolean isFilled(int start, int end, int depth) {
    int position = start;
    while (position >= 0 && position < end) {
      position = end(position, end, depth);
    }
    return position == end;
  }
}
