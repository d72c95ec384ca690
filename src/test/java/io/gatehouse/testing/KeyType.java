package io.gatehouse.testing;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/**
 * What kind of key is made.
 *
 * @param algorithm of the key pair generator
 * @param parameters size or curve
 */
public record KeyType(String algorithm, AlgorithmParameterSpec parameters) {

  static final Provider PROVIDER = new BouncyCastleProvider();

  public static final KeyType ED25519 = new KeyType("Ed25519", NamedParameterSpec.ED25519);
  public static final KeyType ED448 = new KeyType("Ed448", NamedParameterSpec.ED448);

  /**
   * @param bits an even number; for others see {@link RsaKeys}
   */
  public static KeyType rsa(int bits) {
    return new KeyType("RSA", new RSAKeyGenParameterSpec(bits, RSAKeyGenParameterSpec.F4));
  }

  /**
   * @param curve for example {@code P-256} or {@code secp256k1}
   */
  public static KeyType ec(String curve) {
    return new KeyType("EC", new ECGenParameterSpec(curve));
  }

  KeyPair generate(SecureRandom random) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm, PROVIDER);
      generator.initialize(parameters, random);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError("cannot make a key of type " + algorithm, e);
    }
  }
}
