package io.gatehouse.credential;

import static io.gatehouse.credential.VerdictRow.pair;

import io.gatehouse.testing.IssuedCertificate;
import io.gatehouse.testing.Pem;
import io.gatehouse.testing.TestKeys;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Object;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.openssl.jcajce.JcePEMEncryptorBuilder;

/** Private keys in every form in which tools write them. */
final class KeyFormRows {

  private static final BouncyCastleProvider PROVIDER = new BouncyCastleProvider();
  private static final IssuedCertificate RSA = TestKeys.named("rsa-a");
  private static final IssuedCertificate EC = TestKeys.named("ec-a");
  private static final String CRT = RSA.certificatePem();
  private static final String EC_CRT = EC.certificatePem();
  private static final String KEY = RSA.keyPem();
  private static final String EC_PARAMETERS =
      Pem.block("EC PARAMETERS", der(SECObjectIdentifiers.secp256r1));

  private KeyFormRows() {}

  static List<VerdictRow> all() throws Exception {
    return Stream.of(rsa(), ec(), encrypted(), labels(), several()).flatMap(List::stream).toList();
  }

  static String pkcs8(PrivateKeyInfo info) {
    return Pem.block("PRIVATE KEY", der(info));
  }

  private static byte[] der(ASN1Object object) {
    try {
      return object.getEncoded("DER");
    } catch (IOException e) {
      throw new AssertionError("cannot encode", e);
    }
  }

  private static List<VerdictRow> rsa() throws IOException {
    byte[] key = RSA.keys().getPrivate().getEncoded();
    PrivateKeyInfo info = PrivateKeyInfo.getInstance(key);
    PrivateKeyInfo attributes =
        new PrivateKeyInfo(info.getPrivateKeyAlgorithm(), info.parsePrivateKey(), new DERSet());
    PrivateKeyInfo noNull =
        new PrivateKeyInfo(
            new AlgorithmIdentifier(info.getPrivateKeyAlgorithm().getAlgorithm()),
            info.parsePrivateKey());
    return List.of(
        pair("PKCS#8", CRT, KEY),
        pair("PKCS#1", CRT, RSA.traditionalKeyPem()),
        pair("PKCS#8 with attributes", CRT, pkcs8(attributes)),
        pair("PKCS#8 without the NULL of RSA", CRT, pkcs8(noNull)),
        pair("key with bytes behind it", CRT, Pem.block("PRIVATE KEY", padded(key))),
        pair("key cut short", CRT, Pem.block("PRIVATE KEY", Arrays.copyOf(key, key.length - 9))),
        pair("key in DER", CRT, new String(key, StandardCharsets.ISO_8859_1)));
  }

  private static byte[] padded(byte[] der) {
    return Arrays.copyOf(der, der.length + 2);
  }

  private static List<VerdictRow> ec() throws IOException {
    ECPrivateKey key =
        ECPrivateKey.getInstance(
            PrivateKeyInfo.getInstance(EC.keys().getPrivate().getEncoded()).parsePrivateKey());
    DERBitString point =
        (DERBitString) EC.certificate().getSubjectPublicKeyInfo().getPublicKeyData();
    DERBitString other =
        (DERBitString)
            TestKeys.named("ec-b").certificate().getSubjectPublicKeyInfo().getPublicKeyData();
    BigInteger d = key.getKey();
    var named = SECObjectIdentifiers.secp256r1;
    var spelledOut = KeyRows.spelledOut("P-256").toASN1Primitive();
    return List.of(
        sec1("SEC1", new ECPrivateKey(256, d, point, named)),
        pair(
            "SEC1 behind EC PARAMETERS",
            EC_CRT,
            EC_PARAMETERS + sec1(new ECPrivateKey(256, d, point, named))),
        sec1("SEC1 without the public key", new ECPrivateKey(256, d, named)),
        sec1("SEC1 without the curve", new ECPrivateKey(256, d, point, null)),
        sec1("SEC1 with the curve spelled out", new ECPrivateKey(256, d, point, spelledOut)),
        sec1("SEC1 with another curve", new ECPrivateKey(256, d, SECObjectIdentifiers.secp256k1)),
        sec1("SEC1 with another public key", new ECPrivateKey(256, d, other, named)),
        sec1("SEC1 with 0 as the key", new ECPrivateKey(256, BigInteger.ZERO, named)),
        sec1(
            "SEC1 with a key beyond the order",
            new ECPrivateKey(256, BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE), named)),
        pkcs8("PKCS#8 of EC", named, new ECPrivateKey(256, d, point, null)),
        pkcs8(
            "PKCS#8 with the curve spelled out", spelledOut, new ECPrivateKey(256, d, point, null)),
        pkcs8("PKCS#8 with the curve twice", named, new ECPrivateKey(256, d, point, named)),
        pkcs8(
            "PKCS#8 with two curves",
            SECObjectIdentifiers.secp384r1,
            new ECPrivateKey(256, d, point, named)));
  }

  private static VerdictRow sec1(String what, ECPrivateKey key) {
    return pair(what, EC_CRT, sec1(key));
  }

  private static String sec1(ECPrivateKey key) {
    return Pem.block("EC PRIVATE KEY", der(key));
  }

  private static VerdictRow pkcs8(String what, ASN1Encodable curve, ECPrivateKey key)
      throws IOException {
    return pair(
        what,
        EC_CRT,
        pkcs8(
            new PrivateKeyInfo(
                new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, curve), key)));
  }

  private static List<VerdictRow> encrypted() throws Exception {
    StringWriter traditional = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(traditional)) {
      writer.writeObject(
          RSA.keys().getPrivate(),
          new JcePEMEncryptorBuilder("AES-128-CBC").setProvider(PROVIDER).build(new char[] {'x'}));
    }
    StringWriter pkcs8 = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(pkcs8)) {
      writer.writeObject(
          new JcaPKCS8Generator(
              RSA.keys().getPrivate(),
              new JceOpenSSLPKCS8EncryptorBuilder(JcaPKCS8Generator.AES_256_CBC)
                  .setProvider(PROVIDER)
                  .setPassword(new char[] {'x'})
                  .build()));
    }
    return List.of(
        pair("encrypted PKCS#1", CRT, traditional.toString()),
        pair("encrypted PKCS#8", CRT, pkcs8.toString()));
  }

  private static List<VerdictRow> labels() {
    String pkcs1 = RSA.traditionalKeyPem();
    String sec1 = EC.traditionalKeyPem();
    return List.of(
        pair("PKCS#8 under RSA PRIVATE KEY", CRT, KEY.replace("PRIVATE", "RSA PRIVATE")),
        pair("PKCS#8 under EC PRIVATE KEY", EC_CRT, EC.keyPem().replace("PRIVATE", "EC PRIVATE")),
        pair("PKCS#8 of RSA under EC PRIVATE KEY", CRT, KEY.replace("PRIVATE", "EC PRIVATE")),
        pair("PKCS#1 under PRIVATE KEY", CRT, pkcs1.replace("RSA PRIVATE", "PRIVATE")),
        pair("PKCS#1 under EC PRIVATE KEY", CRT, pkcs1.replace("RSA", "EC")),
        pair("SEC1 under RSA PRIVATE KEY", EC_CRT, sec1.replace("EC", "RSA")),
        pair("a key under ANY PRIVATE KEY", CRT, KEY.replace("PRIVATE", "ANY PRIVATE")),
        pair("a key under OPENSSH PRIVATE KEY", CRT, KEY.replace("PRIVATE", "OPENSSH PRIVATE")),
        pair("a key under DSA PRIVATE KEY", CRT, KEY.replace("PRIVATE", "DSA PRIVATE")),
        pair("a public key", CRT, KEY.replace("PRIVATE", "PUBLIC")));
  }

  private static List<VerdictRow> several() {
    String other = TestKeys.named("rsa-b").keyPem();
    return List.of(
        pair("another key", CRT, other),
        pair("a key of another type", CRT, EC.keyPem()),
        pair("a key of RSA for a certificate of EC", EC_CRT, KEY),
        pair("two keys, the right one first", CRT, KEY + other),
        pair("two keys, the right one last", CRT, other + KEY),
        pair("a damaged block behind the key", CRT, KEY + "-----BEGIN X-----\n!"),
        pair(
            "a damaged block before the key", CRT, "-----BEGIN X-----\n!\n-----END X-----\n" + KEY),
        pair("certificate and key in both", CRT + KEY, CRT + KEY),
        pair("key before certificate in both", KEY + CRT, KEY + CRT));
  }
}
