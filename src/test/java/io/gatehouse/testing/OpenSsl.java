package io.gatehouse.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** {@code openssl}'s client, which can be told what the JDK's cannot. */
public final class OpenSsl {

  private OpenSsl() {}

  /**
   * All that it prints of a handshake with a port of this machine.
   *
   * @param host the SNI name
   * @param signatures all the signature algorithms that it offers, for example {@code
   *     ecdsa_secp256r1_sha256}
   */
  public static String handshake(int port, String host, String signatures) {
    try {
      Process client =
          new ProcessBuilder(
                  "openssl",
                  "s_client",
                  "-connect",
                  "127.0.0.1:" + port,
                  "-servername",
                  host,
                  "-sigalgs",
                  signatures)
              .redirectErrorStream(true)
              .start();
      client.getOutputStream().close();
      return new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
