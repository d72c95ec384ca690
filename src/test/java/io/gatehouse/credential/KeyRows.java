package io.gatehouse.credential;

import static io.gatehouse.credential.VerdictRow.pair;

import io.gatehouse.testing.Certificates;
import io.gatehouse.testing.IssuedCertificate;
import io.gatehouse.testing.KeyType;
import io.gatehouse.testing.RsaKeys;
import io.gatehouse.testing.TestKeys;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.asn1.x9.X9ECPoint;
import org.bouncycastle.crypto.agreement.DHStandardGroups;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.ECPoint;

/** Keys of every type, size and curve. */
final class KeyRows {

  private static final IssuedCertificate RSA = TestKeys.named("rsa-a");
  private static final IssuedCertificate EC = TestKeys.named("ec-a");

  private static final List<VerdictRow> ALL = make();

  private KeyRows() {}

  static List<VerdictRow> all() {
    return ALL;
  }

  private static List<VerdictRow> make() {
    try {
      return Stream.of(rsaSizes(), rsaNumbers(), ellipticCurves(), otherAlgorithms())
          .flatMap(List::stream)
          .toList();
    } catch (Exception e) {
      throw new AssertionError("cannot make the rows", e);
    }
  }

  private static IssuedCertificate issue(KeyPair keys) {
    return Certificates.leaf("peculiar").key(keys).issuedBy(TestKeys.ca("a")).issue();
  }

  private static IssuedCertificate issue(KeyType type) {
    return Certificates.leaf("peculiar")
        .key(type)
        .seed("KeyRows")
        .issuedBy(TestKeys.ca("a"))
        .issue();
  }

  private static List<VerdictRow> rsaSizes() {
    List<VerdictRow> rows = new ArrayList<>();
    for (int bits : new int[] {512, 1024, 1536, 2047, 2048, 2049}) {
      rows.add(pair("RSA " + bits, issue(RsaKeys.ofSize(bits))));
    }
    for (int bits : new int[] {3072, 4096, 8192, 16384}) {
      rows.add(pair("RSA " + bits, issue(RsaKeys.ofKnownPrimes(bits))));
    }
    BigInteger p = DHStandardGroups.rfc3526_8192.getP();
    BigInteger q = coprime(DHStandardGroups.rfc7919_ffdhe8192.getP().shiftLeft(16), p);
    rows.add(pair("RSA 16400", issue(RsaKeys.of(p, q, BigInteger.valueOf(65537)))));
    return rows;
  }

  /** The next odd number that can stand for a prime beside {@code p} as far as arithmetic goes. */
  private static BigInteger coprime(BigInteger from, BigInteger p) {
    BigInteger q = from.setBit(0);
    BigInteger e = BigInteger.valueOf(65537);
    while (q.mod(e).equals(BigInteger.ONE) || !q.gcd(p).equals(BigInteger.ONE)) {
      q = q.add(BigInteger.TWO);
    }
    return q;
  }

  private static List<VerdictRow> rsaNumbers() {
    BigInteger p = DHStandardGroups.rfc3526_2048.getP();
    BigInteger q = DHStandardGroups.rfc7919_ffdhe2048.getP();
    List<VerdictRow> rows = new ArrayList<>();
    for (String e : new String[] {"3", "4294967297", "8589934591", "8589934593", "17179869185"}) {
      rows.add(pair("RSA with exponent " + e, issue(RsaKeys.of(p, q, new BigInteger(e)))));
    }
    RSAPrivateKey good = RSAPrivateKey.getInstance(rsaKeyOf(RSA));
    rows.add(altered("exponent 1", good, 1, BigInteger.ONE));
    rows.add(altered("an even exponent", good, 1, BigInteger.valueOf(65536)));
    rows.add(altered("an even modulus", good, 0, good.getModulus().subtract(BigInteger.ONE)));
    String[] names = {"", "", "d", "p", "q", "d mod p-1", "d mod q-1", "1/q mod p"};
    for (int i = 2; i < names.length; i++) {
      rows.add(altered("another " + names[i], good, i, numbers(good)[i].add(BigInteger.TWO)));
      rows.add(altered("0 for " + names[i], good, i, BigInteger.ZERO));
    }
    BigInteger unreduced =
        BigInteger.valueOf(65537)
            .modInverse(
                good.getPrime1()
                    .subtract(BigInteger.ONE)
                    .multiply(good.getPrime2().subtract(BigInteger.ONE)));
    rows.add(altered("d of Euler's totient", good, 2, unreduced));
    rows.add(altered("d beyond the modulus", good, 2, unreduced.add(order(good))));
    return rows;
  }

  private static BigInteger order(RSAPrivateKey key) {
    return key.getPrime1()
        .subtract(BigInteger.ONE)
        .multiply(key.getPrime2().subtract(BigInteger.ONE));
  }

  private static Object rsaKeyOf(IssuedCertificate issued) {
    return PrivateKeyInfo.getInstance(issued.keys().getPrivate().getEncoded())
        .getPrivateKey()
        .getOctets();
  }

  private static BigInteger[] numbers(RSAPrivateKey key) {
    return new BigInteger[] {
      key.getModulus(),
      key.getPublicExponent(),
      key.getPrivateExponent(),
      key.getPrime1(),
      key.getPrime2(),
      key.getExponent1(),
      key.getExponent2(),
      key.getCoefficient()
    };
  }

  private static VerdictRow altered(String what, RSAPrivateKey key, int index, BigInteger value) {
    BigInteger[] n = numbers(key);
    n[index] = value;
    return pair(
        "RSA with " + what,
        issue(RsaKeys.of(new RSAPrivateKey(n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7]))));
  }

  private static List<VerdictRow> ellipticCurves() throws Exception {
    List<VerdictRow> rows = new ArrayList<>();
    for (String curve :
        new String[] {
          "P-192", "P-224", "P-256", "P-384", "P-521", "secp256k1", "brainpoolP256r1"
        }) {
      rows.add(pair("EC " + curve, issue(KeyType.ec(curve))));
    }
    SubjectPublicKeyInfo key = EC.certificate().getSubjectPublicKeyInfo();
    AlgorithmIdentifier spelledOut =
        new AlgorithmIdentifier(key.getAlgorithm().getAlgorithm(), spelledOut("P-256"));
    byte[] point = key.getPublicKeyData().getBytes();
    ECPoint decoded = CustomNamedCurves.getByName("P-256").getCurve().decodePoint(point);
    byte[] offCurve = point.clone();
    offCurve[40] ^= 1;
    byte[] hybrid = point.clone();
    hybrid[0] = (byte) (6 + (point[64] & 1));
    rows.add(ecCertificate("a curve spelled out in the certificate", spelledOut, point));
    rows.add(
        ecCertificate(
            "a compressed point in the certificate", key.getAlgorithm(), decoded.getEncoded(true)));
    rows.add(ecCertificate("a hybrid point in the certificate", key.getAlgorithm(), hybrid));
    rows.add(ecCertificate("a point beside the curve", key.getAlgorithm(), offCurve));
    rows.add(ecCertificate("the point at infinity", key.getAlgorithm(), new byte[1]));
    return rows;
  }

  static X9ECParameters spelledOut(String curve) {
    X9ECParameters named = CustomNamedCurves.getByName(curve);
    return new X9ECParameters(
        named.getCurve(), new X9ECPoint(named.getG(), false), named.getN(), named.getH());
  }

  private static VerdictRow ecCertificate(String what, AlgorithmIdentifier algorithm, byte[] point)
      throws Exception {
    byte[] publicKey = new SubjectPublicKeyInfo(algorithm, point).getEncoded();
    byte[] privateKey = EC.keys().getPrivate().getEncoded();
    return pair("EC with " + what, issue(RsaKeys.pair("EC", publicKey, privateKey)));
  }

  private static List<VerdictRow> otherAlgorithms() throws Exception {
    IssuedCertificate ed25519 = issue(KeyType.ED25519);
    PrivateKeyInfo version2 = PrivateKeyInfo.getInstance(ed25519.keys().getPrivate().getEncoded());
    PrivateKeyInfo version1 =
        new PrivateKeyInfo(version2.getPrivateKeyAlgorithm(), version2.parsePrivateKey());
    KeyPairGenerator dsa = KeyPairGenerator.getInstance("DSA");
    dsa.initialize(2048);
    AlgorithmIdentifier pss = new AlgorithmIdentifier(PKCSObjectIdentifiers.id_RSASSA_PSS);
    byte[] pssPublic =
        new SubjectPublicKeyInfo(pss, RSA.certificate().getSubjectPublicKeyInfo().parsePublicKey())
            .getEncoded();
    byte[] pssPrivate =
        new PrivateKeyInfo(
                pss,
                PrivateKeyInfo.getInstance(RSA.keys().getPrivate().getEncoded()).parsePrivateKey())
            .getEncoded();
    return List.of(
        pair("Ed25519", ed25519.certificatePem(), KeyFormRows.pkcs8(version1)),
        pair("Ed25519 in PKCS#8 version 2", ed25519),
        pair("Ed448", issue(KeyType.ED448)),
        pair("DSA 2048", issue(dsa.generateKeyPair())),
        pair("RSA-PSS", issue(RsaKeys.pair("RSA", pssPublic, pssPrivate))),
        pair(
            "RSA-PSS in the certificate only",
            issue(RsaKeys.pair("RSA", pssPublic, RSA.keys().getPrivate().getEncoded()))));
  }
}
