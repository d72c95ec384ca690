package io.gatehouse.testing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;

/**
 * The same bytes for the same seed, on every machine: for keys that protect nothing. SHA-256 of the
 * seed and a counter.
 */
final class SeededRandom extends SecureRandom {

  private final byte[] seed;
  private final MessageDigest digest;
  private ByteBuffer block = ByteBuffer.allocate(0);
  private long counter;

  SeededRandom(String seed) {
    super(null, null);
    this.seed = seed.getBytes(StandardCharsets.UTF_8);
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }

  @Override
  public synchronized void nextBytes(byte[] bytes) {
    for (int i = 0; i < bytes.length; i++) {
      if (!block.hasRemaining()) {
        digest.update(seed);
        block = ByteBuffer.wrap(digest.digest(ByteBuffer.allocate(8).putLong(counter++).array()));
      }
      bytes[i] = block.get();
    }
  }

  @Override
  public byte[] generateSeed(int count) {
    byte[] bytes = new byte[count];
    nextBytes(bytes);
    return bytes;
  }

  @Override
  public String getAlgorithm() {
    return "seeded, for tests";
  }
}
