package io.gatehouse.testing;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.Optional;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/**
 * What kind of key is made.
 *
 * @param algorithm of the key pair generator
 * @param parameters size or curve; empty where the algorithm says all
 * @param signature the algorithm such a key signs with unless told otherwise
 */
public record KeyType(
    String algorithm, Optional<AlgorithmParameterSpec> parameters, String signature) {

  static final Provider PROVIDER = new BouncyCastleProvider();

  public static final KeyType ED25519 = new KeyType("Ed25519", Optional.empty(), "Ed25519");

  public static KeyType rsa(int bits) {
    return new KeyType(
        "RSA",
        Optional.of(new RSAKeyGenParameterSpec(bits, RSAKeyGenParameterSpec.F4)),
        "SHA256withRSA");
  }

  /**
   * @param curve for example {@code P-256} or {@code secp256k1}
   */
  public static KeyType ec(String curve) {
    return new KeyType("EC", Optional.of(new ECGenParameterSpec(curve)), "SHA256withECDSA");
  }

  KeyPair generate(SecureRandom random) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm, PROVIDER);
      if (parameters.isPresent()) {
        generator.initialize(parameters.get(), random);
      } else {
        generator.initialize(255, random);
      }
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError("cannot make a key of type " + algorithm, e);
    }
  }
}
