package io.gatehouse.bench.lab;

import io.gatehouse.bench.client.Marks;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A new certificate for a host.
 *
 * @param hostNumber of the seed
 * @param commonName by which the certificate is known
 * @param secret that holds it
 */
public record Rotation(int hostNumber, String commonName, Map<String, Object> secret) {

  private static final AtomicLong NUMBERS = new AtomicLong();

  public static Rotation of(int hostNumber) {
    String commonName = Marks.text(NUMBERS.incrementAndGet());
    String name = Objects.secretName(hostNumber);
    return new Rotation(hostNumber, commonName, Objects.secret(name, commonName, host(hostNumber)));
  }

  public static String host(int number) {
    return Objects.host(number);
  }

  /** For an API server. */
  public Write write() {
    return Write.patch(
        Kind.SECRET, Objects.secretName(hostNumber), Map.of("data", secret.get("data")));
  }

  /** By handshakes one after another, from that nano time to the end of the first that shows it. */
  public double millisUntilServed(long since) throws IOException {
    long end = since + TimeUnit.SECONDS.toNanos(30);
    while (!Handshake.commonName(host(hostNumber)).equals(commonName)) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException(host(hostNumber) + " is not served its new certificate.");
      }
    }
    return (System.nanoTime() - since) / 1e6;
  }
}
