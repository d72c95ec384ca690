package io.gatehouse.testing;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** PEM as openssl writes it (RFC 7468). */
public final class Pem {

  private static final Base64.Encoder LINES =
      Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

  private Pem() {}

  /** A block with any label around any bytes. */
  public static String block(String label, byte[] bytes) {
    return "-----BEGIN "
        + label
        + "-----\n"
        + LINES.encodeToString(bytes)
        + "\n-----END "
        + label
        + "-----\n";
  }
}
