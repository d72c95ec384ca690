package io.gatehouse.testing;

import java.io.IOException;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.crypto.agreement.DHStandardGroups;
import org.bouncycastle.crypto.agreement.srp.SRP6StandardGroups;
import org.bouncycastle.crypto.params.DHParameters;

/** RSA keys from given numbers, of sizes whose search for primes would take minutes. */
public final class RsaKeys {

  private static final BigInteger ONE = BigInteger.ONE;
  private static final BigInteger F4 = BigInteger.valueOf(65537);

  private RsaKeys() {}

  /** A new key of any size, odd ones too. */
  public static KeyPair ofSize(int bits) {
    SecureRandom random = new SecureRandom();
    while (true) {
      BigInteger p = BigInteger.probablePrime((bits + 1) / 2, random);
      BigInteger q = BigInteger.probablePrime(bits / 2, random);
      boolean sizeFits = p.multiply(q).bitLength() == bits;
      if (sizeFits && isPossible(p) && isPossible(q) && !p.equals(q)) {
        return of(p, q, F4);
      }
    }
  }

  private static boolean isPossible(BigInteger prime) {
    return !prime.mod(F4).equals(ONE);
  }

  /**
   * A key whose two primes everybody knows: those of the Diffie-Hellman groups of RFC 3526, RFC
   * 5054 and RFC 7919.
   *
   * @param bits 3072, 4096, 6144, 8192, 12288 or 16384
   */
  public static KeyPair ofKnownPrimes(int bits) {
    return switch (bits) {
      case 3072 ->
          of(DHStandardGroups.rfc3526_1536.getP(), SRP6StandardGroups.rfc5054_1536.getN(), F4);
      case 4096 -> of(DHStandardGroups.rfc3526_2048, DHStandardGroups.rfc7919_ffdhe2048);
      case 6144 -> of(DHStandardGroups.rfc3526_3072, DHStandardGroups.rfc7919_ffdhe3072);
      case 8192 -> of(DHStandardGroups.rfc3526_4096, DHStandardGroups.rfc7919_ffdhe4096);
      case 12288 -> of(DHStandardGroups.rfc3526_6144, DHStandardGroups.rfc7919_ffdhe6144);
      case 16384 -> of(DHStandardGroups.rfc3526_8192, DHStandardGroups.rfc7919_ffdhe8192);
      default -> throw new IllegalArgumentException("no known primes for " + bits);
    };
  }

  private static KeyPair of(DHParameters p, DHParameters q) {
    return of(p.getP(), q.getP(), F4);
  }

  /** Anything that fits together arithmetically, whether prime or not. */
  public static KeyPair of(BigInteger p, BigInteger q, BigInteger e) {
    BigInteger d = e.modInverse(p.subtract(ONE).multiply(q.subtract(ONE)));
    return of(
        new RSAPrivateKey(
            p.multiply(q),
            e,
            d,
            p,
            q,
            d.mod(p.subtract(ONE)),
            d.mod(q.subtract(ONE)),
            q.modInverse(p)));
  }

  /** Whatever the numbers say. */
  public static KeyPair of(RSAPrivateKey key) {
    AlgorithmIdentifier rsa =
        new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE);
    try {
      byte[] publicKey =
          new SubjectPublicKeyInfo(rsa, new RSAPublicKey(key.getModulus(), key.getPublicExponent()))
              .getEncoded();
      return pair("RSA", publicKey, new PrivateKeyInfo(rsa, key).getEncoded());
    } catch (IOException e) {
      throw new AssertionError("cannot encode an RSA key", e);
    }
  }

  /** A key pair that is nothing but its encodings; a CA has to sign its certificate. */
  public static KeyPair pair(String algorithm, byte[] publicKey, byte[] privateKey) {
    return new KeyPair(
        new EncodedPublicKey(algorithm, publicKey), new EncodedPrivateKey(algorithm, privateKey));
  }

  private record EncodedPublicKey(String algorithm, byte[] encoded) implements PublicKey {
    @Override
    public String getAlgorithm() {
      return algorithm;
    }

    @Override
    public String getFormat() {
      return "X.509";
    }

    @Override
    public byte[] getEncoded() {
      return encoded.clone();
    }
  }

  private record EncodedPrivateKey(String algorithm, byte[] encoded) implements PrivateKey {
    @Override
    public String getAlgorithm() {
      return algorithm;
    }

    @Override
    public String getFormat() {
      return "PKCS#8";
    }

    @Override
    public byte[] getEncoded() {
      return encoded.clone();
    }
  }
}
