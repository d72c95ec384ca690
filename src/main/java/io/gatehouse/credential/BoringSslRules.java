package io.gatehouse.credential;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.util.encoders.Hex;

/**
 * What a server's certificate and key must be for Envoy and its TLS library (BoringSSL, not in FIPS
 * mode) to take them. Each rule was seen at Envoy 1.36.4 and 1.40.0, which did not differ; {@code
 * CredentialVerdictIT} asks both again.
 */
final class BoringSslRules {

  /** Seen: 2047 refused by Envoy ("2048-bit or larger keys"). */
  private static final int MIN_SERVER_RSA_BITS = 2048;

  /** Seen: 512 read, 511 not; 16384 read, 16400 not. */
  private static final int MIN_RSA_BITS = 512;

  private static final int MAX_RSA_BITS = 16384;

  /** Seen: 3 and 2^32+1 read; 2^34+1 (35 bits) not. */
  private static final int MAX_RSA_EXPONENT_BITS = 33;

  /** Seen: P-224 refused by Envoy, secp256k1 and the Brainpool curves unknown to BoringSSL. */
  private static final Set<EcCurve> SERVER_CURVES =
      Set.of(EcCurve.P256, EcCurve.P384, EcCurve.P521);

  /** TLS feature (RFC 7633) with status_request as its one value: what Envoy compares with. */
  private static final ASN1ObjectIdentifier TLS_FEATURE =
      new ASN1ObjectIdentifier("1.3.6.1.5.5.7.1.24");

  /** Seen: an e-mail address or a directory name as the only alternative name does not count. */
  private static final Set<Integer> COUNTED_NAMES =
      Set.of(GeneralName.dNSName, GeneralName.uniformResourceIdentifier, GeneralName.iPAddress);

  private static final byte[] MUST_STAPLE = Hex.decode("3003020105");

  private BoringSslRules() {}

  static boolean isRsaPublicKey(BigInteger modulus, BigInteger exponent) {
    return modulus.signum() > 0
        && modulus.testBit(0)
        && modulus.bitLength() >= MIN_RSA_BITS
        && modulus.bitLength() <= MAX_RSA_BITS
        && exponent.signum() > 0
        && exponent.testBit(0)
        && exponent.bitLength() >= 2
        && exponent.bitLength() <= MAX_RSA_EXPONENT_BITS;
  }

  /**
   * Whether the numbers of a PKCS#1 private key agree with each other: one that was altered is not
   * read.
   *
   * @param numbers version, n, e, d, p, q, d mod p-1, d mod q-1, inverse of q mod p
   */
  static boolean isRsaPrivateKey(List<BigInteger> numbers) {
    BigInteger n = numbers.get(1);
    BigInteger e = numbers.get(2);
    BigInteger p = numbers.get(4);
    BigInteger q = numbers.get(5);
    boolean inRange =
        numbers.get(0).signum() == 0
            && isRsaPublicKey(n, e)
            && numbers.stream().skip(3).allMatch(x -> x.signum() >= 0 && x.compareTo(n) < 0);
    return inRange
        && p.multiply(q).equals(n)
        && isInverse(e, numbers.get(3).mod(p.subtract(BigInteger.ONE)), p.subtract(BigInteger.ONE))
        && isInverse(e, numbers.get(3).mod(q.subtract(BigInteger.ONE)), q.subtract(BigInteger.ONE))
        && isInverse(e, numbers.get(6), p.subtract(BigInteger.ONE))
        && isInverse(e, numbers.get(7), q.subtract(BigInteger.ONE))
        && isInverse(q, numbers.get(8), p);
  }

  private static boolean isInverse(BigInteger a, BigInteger inverse, BigInteger modulus) {
    return inverse.compareTo(modulus) < 0
        && a.multiply(inverse).mod(modulus).equals(BigInteger.ONE);
  }

  /**
   * Returns the key of a certificate that a server can use, or says why it cannot.
   *
   * @param stapled whether an OCSP response goes with it
   */
  static PublicKey requireServer(X509CertificateHolder certificate, boolean stapled)
      throws Rejection {
    PublicKey key = PublicKey.of(certificate.getSubjectPublicKeyInfo());
    if (key instanceof PublicKey.Unknown unknown) {
      throw unknownKey(unknown.description());
    }
    if (key instanceof PublicKey.Rsa rsa && rsa.modulus().bitLength() < MIN_SERVER_RSA_BITS) {
      throw refused(
          "has a key of " + rsa.modulus().bitLength() + " bits, and Envoy wants at least 2048",
          "Issue a new certificate for a key of 2048 bits or more, or for one on P-256.");
    }
    if (key instanceof PublicKey.Ec ec && !SERVER_CURVES.contains(ec.curve())) {
      throw refused(
          "has a key on " + ec.curve().title() + ", and Envoy takes P-256, P-384 and P-521 only",
          "Issue a new certificate for a key on P-256.");
    }
    if (key instanceof PublicKey.Ec && !maySign(certificate)) {
      throw refused(
          "has a key usage without digitalSignature, which its key is needed for",
          "Issue a new certificate with digitalSignature among its key usages.");
    }
    requireName(certificate);
    if (isMustStaple(certificate) && !stapled) {
      throw refused(
          "demands an OCSP response with every handshake (must-staple), and Envoy is given none",
          "Put a current one into the Secret under the key tls.ocsp-staple, or issue a new"
              + " certificate without the TLS feature extension.");
    }
    return key;
  }

  /** Seen: only keys on curves are asked; RSA with keyEncipherment alone is taken. */
  private static boolean maySign(X509CertificateHolder certificate) {
    Extension extension = certificate.getExtension(Extension.keyUsage);
    if (extension == null) {
      return true;
    }
    byte[] value = extension.getExtnValue().getOctets();
    return Der.isWhole(value)
        && Der.isBitString(value)
        && KeyUsage.getInstance(value).hasUsages(KeyUsage.digitalSignature);
  }

  /**
   * Envoy tells sessions of different servers apart by these names, so there must be one. Seen: the
   * first common name counts, and must not be empty even beside alternative names.
   */
  private static void requireName(X509CertificateHolder certificate) throws Rejection {
    Optional<ASN1Encodable> commonName =
        Arrays.stream(certificate.getSubject().getRDNs(BCStyle.CN))
            .flatMap(rdn -> Arrays.stream(rdn.getTypesAndValues()))
            .filter(part -> part.getType().equals(BCStyle.CN))
            .map(AttributeTypeAndValue::getValue)
            .findFirst();
    if (commonName.isPresent() && IETFUtils.valueToString(commonName.get()).isEmpty()) {
      throw refused(
          "names nobody: the common name (CN) of its subject is empty",
          "Issue a new certificate with the host as common name or without any.");
    }
    if (commonName.isEmpty() && !hasAlternativeName(certificate)) {
      throw refused(
          "names nobody: its subject has no common name (CN), and it has no alternative names",
          "Issue a new certificate with the host as a DNS name among its alternative names.");
    }
  }

  private static boolean hasAlternativeName(X509CertificateHolder certificate) {
    try {
      GeneralNames names =
          GeneralNames.fromExtensions(
              certificate.getExtensions(), Extension.subjectAlternativeName);
      return names != null
          && Arrays.stream(names.getNames())
              .anyMatch(name -> COUNTED_NAMES.contains(name.getTagNo()));
    } catch (RuntimeException malformed) {
      return false;
    }
  }

  private static boolean isMustStaple(X509CertificateHolder certificate) {
    Extension feature = certificate.getExtension(TLS_FEATURE);
    return feature != null && Arrays.equals(feature.getExtnValue().getOctets(), MUST_STAPLE);
  }

  /**
   * @param what for example {@code DSA}
   */
  static Rejection unknownKey(String what) {
    return refused(
        "has a key that Envoy's TLS library does not take (" + what + ")",
        "Issue a new certificate for an RSA key of 2048 bits or more, or for one on P-256.");
  }

  private static Rejection refused(String sentence, String remedy) {
    return new Rejection(Verdict.REFUSED, sentence, remedy);
  }
}
