package io.gatehouse.credential;

import java.io.IOException;
import java.math.BigInteger;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.util.encoders.Hex;

/**
 * A public key, by what makes it the same key: the certificate's and the private key's have to be
 * equal.
 */
sealed interface PublicKey {

  /** For example {@code RSA 2048} or {@code EC P-256}. */
  String description();

  record Rsa(BigInteger modulus, BigInteger exponent) implements PublicKey {
    @Override
    public String description() {
      return "RSA " + modulus.bitLength();
    }
  }

  /**
   * On one of the curves that Envoy's TLS library knows ({@link EcCurve}).
   *
   * @param point uncompressed, hexadecimal
   */
  record Ec(EcCurve curve, String point) implements PublicKey {
    @Override
    public String description() {
      return "EC " + curve.title();
    }
  }

  record Ed25519(String point) implements PublicKey {
    @Override
    public String description() {
      return "Ed25519";
    }
  }

  /** One that Envoy's TLS library does not know, or not well formed. */
  record Unknown(String description) implements PublicKey {}

  /** The key of a certificate. */
  static PublicKey of(SubjectPublicKeyInfo info) {
    ASN1ObjectIdentifier algorithm = info.getAlgorithm().getAlgorithm();
    ASN1Encodable parameters = info.getAlgorithm().getParameters();
    if (info.getPublicKeyData().getPadBits() != 0) {
      return new Unknown("damaged");
    }
    if (algorithm.equals(PKCSObjectIdentifiers.rsaEncryption)) {
      return rsa(info, DERNull.INSTANCE.equals(parameters));
    }
    byte[] point = info.getPublicKeyData().getBytes();
    Optional<EcCurve> curve = EcCurve.named(parameters);
    if (algorithm.equals(X9ObjectIdentifiers.id_ecPublicKey) && curve.isPresent()) {
      Optional<Ec> key = curve.get().publicKey(point);
      return key.isPresent()
          ? key.get()
          : new Unknown("a point that is not on " + curve.get().title());
    }
    if (algorithm.equals(EdECObjectIdentifiers.id_Ed25519)
        && parameters == null
        && point.length == 32) {
      return new Ed25519(Hex.toHexString(point));
    }
    return new Unknown(name(algorithm, parameters));
  }

  private static PublicKey rsa(SubjectPublicKeyInfo info, boolean hasNull) {
    try {
      ASN1Sequence pair = ASN1Sequence.getInstance(info.parsePublicKey());
      BigInteger modulus = ASN1Integer.getInstance(pair.getObjectAt(0)).getValue();
      BigInteger exponent = ASN1Integer.getInstance(pair.getObjectAt(1)).getValue();
      boolean known = hasNull && pair.size() == 2;
      return known && BoringSslRules.isRsaPublicKey(modulus, exponent)
          ? new Rsa(modulus, exponent)
          : new Unknown(
              "RSA of "
                  + modulus.bitLength()
                  + " bits with an exponent of "
                  + exponent.bitLength()
                  + " bits");
    } catch (IOException | RuntimeException malformed) {
      return new Unknown("RSA, damaged");
    }
  }

  /** What to call a key that is not known. */
  private static String name(ASN1ObjectIdentifier id, ASN1Encodable parameters) {
    if (id.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
      String curve =
          parameters instanceof ASN1ObjectIdentifier named
              ? ECNamedCurveTable.getName(named)
              : "with explicit parameters";
      return curve == null ? "EC" : "EC " + curve;
    }
    return NAMES.getOrDefault(id, "of algorithm " + id.getId());
  }

  Map<ASN1ObjectIdentifier, String> NAMES =
      Map.of(
          PKCSObjectIdentifiers.rsaEncryption, "RSA",
          PKCSObjectIdentifiers.id_RSASSA_PSS, "RSA-PSS",
          X9ObjectIdentifiers.id_dsa, "DSA",
          EdECObjectIdentifiers.id_Ed25519, "Ed25519",
          EdECObjectIdentifiers.id_Ed448, "Ed448");
}
