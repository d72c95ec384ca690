package io.gatehouse.credential;

import java.util.Arrays;
import java.util.Optional;

/**
 * Tells DER from the looser BER (X.690): Envoy's TLS library reads the former only, Bouncy Castle
 * both. Flags of any value but 0 are let pass, as there: old tools write 1 for true.
 */
final class Der {

  private static final int MAX_DEPTH = 32;
  private static final int CONSTRUCTED = 0x20;
  private static final int BIT_STRING = 0x03;
  private static final int SEQUENCE = 0x30;
  private static final int SET = 0x31;
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

  /** Whether {@code bytes} are one element and nothing else. */
  static boolean isWhole(byte[] bytes) {
    return new Der(bytes).end(0, bytes.length, 0) == bytes.length;
  }

  static boolean isSequence(byte[] element) {
    return element[0] == SEQUENCE;
  }

  static boolean isBitString(byte[] element) {
    return element[0] == BIT_STRING;
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
    boolean wellFormed =
        (tag & CONSTRUCTED) == 0
            ? tag != BIT_STRING || isBitString(content, end)
            : isFilled(content, end, depth + 1);
    return wellFormed ? end : -1;
  }

  /** Strings in pieces, which only BER has. */
  private static boolean isConstructedString(int tag) {
    boolean universal = (tag & 0xc0) == 0;
    return universal && (tag & CONSTRUCTED) != 0 && tag != SEQUENCE && tag != SET;
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

  /** The first byte counts the bits at the end that are unused, which have to be 0. */
  private boolean isBitString(int content, int end) {
    if (content == end) {
      return false;
    }
    int unused = bytes[content];
    boolean inRange = unused >= 0 && unused < 8 && (unused == 0 || end - content > 1);
    return inRange && (unused == 0 || (bytes[end - 1] & (1 << unused) - 1) == 0);
  }

  private boolean isFilled(int start, int end, int depth) {
    int position = start;
    while (position >= 0 && position < end) {
      position = end(position, end, depth);
    }
    return position == end;
  }
}
