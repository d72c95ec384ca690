package io.gatehouse.credential;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.util.encoders.Hex;

/** The elliptic curves that Envoy's TLS library reads. */
enum EcCurve {
  P224("P-224", SECObjectIdentifiers.secp224r1),
  P256("P-256", SECObjectIdentifiers.secp256r1),
  P384("P-384", SECObjectIdentifiers.secp384r1),
  P521("P-521", SECObjectIdentifiers.secp521r1);

  private final String title;
  private final ASN1ObjectIdentifier id;
  private final X9ECParameters parameters;

  EcCurve(String title, ASN1ObjectIdentifier id) {
    this.title = title;
    this.id = id;
    this.parameters = CustomNamedCurves.getByOID(id);
  }

  String title() {
    return title;
  }

  /** By its name, the only form that a certificate may use. */
  static Optional<EcCurve> named(ASN1Encodable parameters) {
    return Arrays.stream(values()).filter(curve -> curve.id.equals(parameters)).findFirst();
  }

  /** By its name, or spelled out, as a private key may have it too. */
  static Optional<EcCurve> namedOrSpelledOut(ASN1Encodable parameters) {
    if (!(parameters instanceof ASN1Sequence)) {
      return named(parameters);
    }
    X9ECParameters spelledOut = X9ECParameters.getInstance(parameters);
    return Arrays.stream(values()).filter(curve -> curve.isSameAs(spelledOut)).findFirst();
  }

  private boolean isSameAs(X9ECParameters other) {
    return parameters.getN().equals(other.getN())
        && parameters.getCurve().equals(other.getCurve())
        && parameters.getG().equals(parameters.getCurve().importPoint(other.getG()))
        && !other.getBaseEntry().isPointCompressed()
        && (other.getH() == null || other.getH().equals(BigInteger.ONE));
  }

  /** The key of that point, compressed or not; empty where it is not one of the curve's. */
  Optional<PublicKey.Ec> publicKey(byte[] point) {
    if (point.length == 0 || point[0] < 2 || point[0] > 4) {
      return Optional.empty();
    }
    try {
      return Optional.of(publicKey(parameters.getCurve().decodePoint(point)));
    } catch (RuntimeException notOnCurve) {
      return Optional.empty();
    }
  }

  /** The public key of a private one; empty where that is out of range. */
  Optional<PublicKey.Ec> publicKeyOf(BigInteger privateKey) {
    return privateKey.signum() > 0 && privateKey.compareTo(parameters.getN()) < 0
        ? Optional.of(publicKey(parameters.getG().multiply(privateKey).normalize()))
        : Optional.empty();
  }

  private PublicKey.Ec publicKey(ECPoint point) {
    return new PublicKey.Ec(this, Hex.toHexString(point.getEncoded(false)));
  }
}
