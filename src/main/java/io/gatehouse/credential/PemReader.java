package io.gatehouse.credential;

import io.gatehouse.resource.core.SecretBytes;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * Reads PEM blocks one after the other, with exactly the leniency of the reader in Envoy's TLS
 * library (BoringSSL, {@code PEM_read_bio}): text between blocks is skipped, white space at the end
 * of a line does not count, a block that has begun must be whole. Other readers differ in what they
 * forgive, and what Envoy does not forgive must not reach it.
 */
final class PemReader {

  /** BoringSSL reads a line in pieces of at most this many bytes. */
  private static final int LINE_LIMIT = 253;

  private static final String BEGIN = "-----BEGIN ";
  private static final String END = "-----END ";
  private static final String DASHES = "-----";

  private final String text;
  private int position;
  private int lineNumber;

  PemReader(SecretBytes content) {
    this.text = new String(content.toByteArray(), StandardCharsets.ISO_8859_1);
  }

  /**
   * The next block, whatever its label; empty at the end.
   *
   * @throws Rejection if a block has begun and is not whole
   */
  Optional<PemBlock> next() throws Rejection {
    while (position < text.length()) {
      String line = readLine();
      if (line.startsWith(BEGIN) && line.substring(BEGIN.length()).endsWith(DASHES)) {
        return Optional.of(
            readBlock(line.substring(BEGIN.length(), line.length() - DASHES.length())));
      }
    }
    return Optional.empty();
  }

  private PemBlock readBlock(String label) throws Rejection {
    int begin = lineNumber;
    StringBuilder header = new StringBuilder();
    StringBuilder body = new StringBuilder();
    boolean blankSeen = false;
    while (position < text.length()) {
      String line = readLine();
      if (line.startsWith(END)) {
        if (!line.equals(END + label + DASHES)) {
          throw unreadable("has a BEGIN line and an END line that differ", begin);
        }
        if (body.length() == 0 && header.length() > 0) {
          throw unreadable("has a blank line before an END line", begin);
        }
        return new PemBlock(label, header.toString(), decode(body, begin));
      }
      if (line.isEmpty() && !blankSeen) {
        blankSeen = true;
        header.append(body);
        body.setLength(0);
      } else {
        body.append(line).append('\n');
      }
    }
    throw unreadable("is cut off: a BEGIN line has no END line", begin);
  }

  private static byte[] decode(StringBuilder body, int begin) throws Rejection {
    StringBuilder base64 = new StringBuilder(body.length());
    for (int i = 0; i < body.length(); i++) {
      char c = body.charAt(i);
      if (c != ' ' && c != '\t' && c != '\r' && c != '\n') {
        base64.append(c);
      }
    }
    if (base64.length() == 0) {
      throw unreadable("has a block with nothing in it", begin);
    }
    byte[] der = base64.length() % 4 == 0 ? decodeQuads(base64) : new byte[0];
    if (der.length == 0) {
      throw unreadable("has a block that is not base64", begin);
    }
    return der;
  }

  /** Empty where it is not base64; the decoder's own message would quote a character. */
  private static byte[] decodeQuads(CharSequence base64) {
    try {
      return Base64.getDecoder().decode(base64.toString());
    } catch (IllegalArgumentException notBase64) {
      return new byte[0];
    }
  }

  private String readLine() {
    int limit = Math.min(text.length(), position + LINE_LIMIT);
    int newline = text.indexOf('\n', position);
    int end = newline >= 0 && newline < limit ? newline + 1 : limit;
    if (position == 0 || text.charAt(position - 1) == '\n') {
      lineNumber++;
    }
    int last = end;
    while (last > position && text.charAt(last - 1) <= ' ') {
      last--;
    }
    String line = text.substring(position, last);
    position = end;
    return line;
  }

  private static Rejection unreadable(String sentence, int line) {
    return new Rejection(
        Verdict.UNREADABLE,
        sentence + " (in the block that begins at line " + line + ")",
        "Create the Secret again from the original file.");
  }
}
