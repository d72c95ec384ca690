package io.gatehouse.credential;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * One block of a PEM file.
 *
 * @param label the words after {@code BEGIN}
 * @param header the lines before a blank line within the block, as one text; empty where there are
 *     none
 * @param der what the base64 stands for; at least one byte
 */
record PemBlock(String label, String header, byte[] der) {

  private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

  /** A block without a header. */
  static PemBlock of(String label, byte[] der) {
    return new PemBlock(label, "", der);
  }

  /** The blocks one after the other, as openssl writes them: base64 in lines of 64. */
  static byte[] write(List<PemBlock> blocks) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (PemBlock block : blocks) {
      out.writeBytes(ascii("-----BEGIN " + block.label + "-----\n"));
      out.writeBytes(LINES.encode(block.der));
      out.writeBytes(ascii("\n-----END " + block.label + "-----\n"));
    }
    return out.toByteArray();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Refuses what Envoy refuses in a block that counts: anything between BEGIN and a blank line. */
  void requireNoHeader() throws Rejection {
    if (!header.isEmpty()) {
      throw header.contains(":")
          ? new Rejection(
              Verdict.UNREADABLE,
              "has header lines within a block, which Envoy does not read",
              "Take out the lines between BEGIN and the blank line, and the blank line too.")
          : new Rejection(
              Verdict.UNREADABLE,
              "has a blank line within a block",
              "Take out the blank line and create the Secret again.");
    }
  }

  /** Without the content, which may be a key. */
  @Override
  public String toString() {
    return "PemBlock[" + label + ", " + der.length + " bytes]";
  }
}
