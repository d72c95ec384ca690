package io.gatehouse.credential;

import io.gatehouse.resource.core.SecretBytes;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.bouncycastle.util.encoders.Hex;

/** Reads a private key from PEM: PKCS#8 (RFC 5208), PKCS#1 (RFC 8017), SEC1 (RFC 5915). */
final class PrivateKeyReader {

  private static final String PKCS8 = "PRIVATE KEY";
  private static final String ENCRYPTED = "ENCRYPTED PRIVATE KEY";
  private static final String RSA = "RSA PRIVATE KEY";
  private static final String EC = "EC PRIVATE KEY";
  private static final String DSA = "DSA PRIVATE KEY";
  private static final Set<String> LABELS = Set.of(PKCS8, ENCRYPTED, RSA, EC, DSA);

  private PrivateKeyReader() {}

  /**
   * A private key.
   *
   * @param block the key alone, in the form in which it was read
   * @param publicKey its public half
   */
  record PrivateKey(PemBlock block, PublicKey publicKey) {}

  /**
   * The first private key; other blocks before it, as {@code EC PARAMETERS}, and all that comes
   * after it do not count.
   *
   * @throws RuntimeException the parser's, where the key is malformed
   */
  static PrivateKey read(SecretBytes content) throws Rejection {
    PemReader reader = new PemReader(content);
    Optional<PemBlock> block = reader.next();
    List<String> otherLabels = new ArrayList<>();
    while (block.isPresent() && !LABELS.contains(block.get().label())) {
      otherLabels.add(block.get().label());
      block = reader.next();
    }
    if (block.isEmpty()) {
      throw PemDiagnosis.nothingFound("private key", content, otherLabels);
    }
    return parse(block.get());
  }

  private static PrivateKey parse(PemBlock block) throws Rejection {
    if (block.label().equals(ENCRYPTED) || block.header().startsWith("Proc-Type: 4,ENCRYPTED")) {
      throw new Rejection(
          Verdict.REFUSED,
          "is encrypted, and Envoy is given no password",
          "Decrypt the key (`openssl pkey -in KEY.pem -out DECRYPTED.pem`) and create the Secret"
              + " again from the decrypted file.");
    }
    if (block.label().equals(DSA)) {
      throw BoringSslRules.unknownKey("DSA");
    }
    byte[] der = Der.firstElement(block.der()).orElseThrow(PrivateKeyReader::malformed);
    PublicKey publicKey = publicKey(block, ASN1Sequence.getInstance(der));
    return new PrivateKey(PemBlock.of(block.label(), der), publicKey);
  }

  private static PublicKey publicKey(PemBlock block, ASN1Sequence key) throws Rejection {
    block.requireNoHeader();
    // A label that names an algorithm may stand over PKCS#8 as well, whose second element is the
    // algorithm, never an integer or an octet string.
    boolean pkcs8 = key.getObjectAt(1) instanceof ASN1Sequence;
    if (pkcs8) {
      PublicKey publicKey = pkcs8(key);
      boolean fits =
          switch (block.label()) {
            case RSA -> publicKey instanceof PublicKey.Rsa;
            case EC -> publicKey instanceof PublicKey.Ec;
            default -> true;
          };
      if (fits) {
        return publicKey;
      }
    } else if (block.label().equals(RSA)) {
      return rsa(key);
    } else if (block.label().equals(EC)) {
      return ec(key, Optional.empty());
    }
    throw malformed();
  }

  private static PublicKey pkcs8(ASN1Sequence sequence) throws Rejection {
    if (!ASN1Integer.getInstance(sequence.getObjectAt(0)).hasValue(0)) {
      throw new Rejection(
          Verdict.REFUSED,
          "is PKCS#8 of version 2 (with the public key in it), which Envoy does not read",
          "Write the key again with `openssl pkey -in KEY.pem -out KEY-V1.pem`.");
    }
    PrivateKeyInfo info = PrivateKeyInfo.getInstance(sequence);
    ASN1ObjectIdentifier algorithm = info.getPrivateKeyAlgorithm().getAlgorithm();
    ASN1Encodable parameters = info.getPrivateKeyAlgorithm().getParameters();
    byte[] key = info.getPrivateKey().getOctets();
    if (!Der.isWhole(key)) {
      throw malformed();
    }
    if (algorithm.equals(PKCSObjectIdentifiers.rsaEncryption)) {
      if (!DERNull.INSTANCE.equals(parameters)) {
        throw malformed();
      }
      return rsa(ASN1Sequence.getInstance(key));
    }
    if (algorithm.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
      EcCurve curve =
          EcCurve.namedOrSpelledOut(parameters)
              .orElseThrow(() -> BoringSslRules.unknownKey("EC, on a curve that it does not have"));
      return ec(ASN1Sequence.getInstance(key), Optional.of(curve));
    }
    if (algorithm.equals(EdECObjectIdentifiers.id_Ed25519) && parameters == null) {
      return ed25519(ASN1OctetString.getInstance(key).getOctets());
    }
    throw BoringSslRules.unknownKey(
        PublicKey.NAMES.getOrDefault(algorithm, "algorithm " + algorithm.getId()));
  }

  private static PublicKey rsa(ASN1Sequence sequence) throws Rejection {
    List<BigInteger> numbers =
        StreamSupport.stream(sequence.spliterator(), false)
            .map(number -> ASN1Integer.getInstance(number).getValue())
            .toList();
    if (numbers.size() != 9 || !BoringSslRules.isRsaPrivateKey(numbers)) {
      throw malformed();
    }
    return new PublicKey.Rsa(numbers.get(1), numbers.get(2));
  }

  private static PublicKey ec(ASN1Sequence sequence, Optional<EcCurve> outer) throws Rejection {
    if (!ASN1Integer.getInstance(sequence.getObjectAt(0)).hasValue(1)) {
      throw malformed();
    }
    ECPrivateKey key = ECPrivateKey.getInstance(sequence);
    Optional<EcCurve> inner = Optional.empty();
    if (key.getParametersObject() != null) {
      inner = EcCurve.namedOrSpelledOut(key.getParametersObject());
      if (inner.isEmpty()) {
        throw BoringSslRules.unknownKey("EC, on a curve that it does not have");
      }
    }
    EcCurve curve = inner.or(() -> outer).orElseThrow(PrivateKeyReader::malformed);
    Optional<PublicKey.Ec> publicKey = curve.publicKeyOf(key.getKey());
    ASN1BitString stated = key.getPublicKey();
    boolean agrees =
        stated == null
            || stated.getPadBits() == 0 && curve.publicKey(stated.getOctets()).equals(publicKey);
    if (!agrees || outer.isPresent() && !outer.get().equals(curve)) {
      throw malformed();
    }
    return publicKey.orElseThrow(PrivateKeyReader::malformed);
  }

  private static PublicKey ed25519(byte[] seed) throws Rejection {
    if (seed.length != Ed25519.SECRET_KEY_SIZE) {
      throw malformed();
    }
    byte[] point = new byte[Ed25519.PUBLIC_KEY_SIZE];
    Ed25519.generatePublicKey(seed, 0, point, 0);
    return new PublicKey.Ed25519(Hex.toHexString(point));
  }

  private static Rejection malformed() {
    return new Rejection(
        Verdict.UNREADABLE,
        "holds a private key that is damaged",
        "Create the Secret again from the original file.");
  }
}
