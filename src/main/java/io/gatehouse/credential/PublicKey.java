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
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
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
    AlgorithmIdentifier algorithm = info.getAlgorithm();
    ASN1ObjectIdentifier id = algorithm.getAlgorithm();
    Optional<? extends PublicKey> key = Optional.empty();
    if (info.getPublicKeyData().getPadBits() == 0) {
      if (id.equals(PKCSObjectIdentifiers.rsaEncryption)) {
        key = rsa(info);
      } else if (id.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
        key =
            EcCurve.named(algorithm.getParameters())
                .flatMap(curve -> curve.publicKey(info.getPublicKeyData().getOctets()));
      } else if (id.equals(EdECObjectIdentifiers.id_Ed25519)) {
        key = ed25519(info);
      }
    }
    return key.isPresent() ? key.get() : new Unknown(name(algorithm));
  }

  private static Optional<Rsa> rsa(SubjectPublicKeyInfo info) {
    if (!DERNull.INSTANCE.equals(info.getAlgorithm().getParameters())) {
      return Optional.empty();
    }
    try {
      ASN1Sequence pair = ASN1Sequence.getInstance(info.parsePublicKey());
      BigInteger modulus = ASN1Integer.getInstance(pair.getObjectAt(0)).getValue();
      BigInteger exponent = ASN1Integer.getInstance(pair.getObjectAt(1)).getValue();
      return pair.size() == 2 && BoringSslRules.isRsaPublicKey(modulus, exponent)
          ? Optional.of(new Rsa(modulus, exponent))
          : Optional.empty();
    } catch (IOException | RuntimeException malformed) {
      return Optional.empty();
    }
  }

  private static Optional<Ed25519> ed25519(SubjectPublicKeyInfo info) {
    byte[] point = info.getPublicKeyData().getOctets();
    return info.getAlgorithm().getParameters() == null && point.length == 32
        ? Optional.of(new Ed25519(Hex.toHexString(point)))
        : Optional.empty();
  }

  /** What to call a key that is not known. */
  private static String name(AlgorithmIdentifier algorithm) {
    ASN1ObjectIdentifier id = algorithm.getAlgorithm();
    ASN1Encodable parameters = algorithm.getParameters();
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
