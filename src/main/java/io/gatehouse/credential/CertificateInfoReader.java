package io.gatehouse.credential;

import io.gatehouse.finding.ForeignText;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509CertificateHolder;

/** What may be told of a certificate, fit to be shown. */
final class CertificateInfoReader {

  private CertificateInfoReader() {}

  /** Throws some {@link RuntimeException} where a part of the certificate is malformed. */
  static CertificateInfo read(X509CertificateHolder certificate) throws IOException {
    return new CertificateInfo(
        name(certificate.getSubject()),
        name(certificate.getIssuer()),
        serial(certificate.getSerialNumber()),
        alternativeNames(certificate),
        certificate.getNotBefore().toInstant(),
        certificate.getNotAfter().toInstant(),
        PublicKey.of(certificate.getSubjectPublicKeyInfo()).description(),
        sha256(certificate.getEncoded()));
  }

  static String sha256(byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      Arrays.stream(parts).forEach(digest::update);
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** RFC 2253 begins with the last, most specific part. */
  static String name(X500Name name) {
    List<RDN> parts = Arrays.asList(name.getRDNs());
    Collections.reverse(parts);
    X500Name reversed = new X500Name(BCStyle.INSTANCE, parts.toArray(RDN[]::new));
    return ForeignText.shown(reversed.toString());
  }

  /** As openssl prints it: whole bytes. */
  private static String serial(BigInteger serial) {
    byte[] bytes = serial.abs().toByteArray();
    int first = bytes.length > 1 && bytes[0] == 0 ? 1 : 0;
    String sign = serial.signum() < 0 ? "-" : "";
    return ForeignText.shown(
        sign + HexFormat.of().withUpperCase().formatHex(bytes, first, bytes.length));
  }

  /** Empty where there are none or they are malformed: Envoy does not mind either. */
  private static List<String> alternativeNames(X509CertificateHolder certificate) {
    try {
      GeneralNames names =
          GeneralNames.fromExtensions(
              certificate.getExtensions(), Extension.subjectAlternativeName);
      return names == null
          ? List.of()
          : Arrays.stream(names.getNames())
              .map(CertificateInfoReader::shown)
              .flatMap(Optional::stream)
              .toList();
    } catch (RuntimeException malformed) {
      return List.of();
    }
  }

  private static Optional<String> shown(GeneralName name) {
    return switch (name.getTagNo()) {
      case GeneralName.dNSName -> Optional.of(ForeignText.shown(name.getName().toString()));
      case GeneralName.iPAddress ->
          address(ASN1OctetString.getInstance(name.getName()).getOctets());
      default -> Optional.empty();
    };
  }

  private static Optional<String> address(byte[] bytes) {
    try {
      return Optional.of(InetAddress.getByAddress(bytes).getHostAddress());
    } catch (UnknownHostException wrongLength) {
      return Optional.empty();
    }
  }
}
