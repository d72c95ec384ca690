package io.gatehouse.testing;

import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.ocsp.BasicOCSPRespBuilder;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.DigestCalculator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/**
 * What CAs, with P-256 keys, say of certificates that they take back: revocation lists and OCSP
 * responses. The same for the same arguments.
 */
public final class Revocations {

  private Revocations() {}

  /** A list of {@code ca}, current for nine days, as PEM. */
  public static String list(IssuedCertificate ca, long... serials) {
    return list(ca, Optional.of(Instant.now().plus(Duration.ofDays(9))), serials);
  }

  /**
   * A list, as PEM.
   *
   * @param nextUpdate empty for none
   */
  public static String list(IssuedCertificate ca, Optional<Instant> nextUpdate, long... serials) {
    X509v2CRLBuilder list =
        new X509v2CRLBuilder(
            ca.certificate().getSubject(), Date.from(TestKeys.NOT_BEFORE.plusSeconds(1)));
    nextUpdate.map(Date::from).ifPresent(list::setNextUpdate);
    for (long serial : serials) {
      list.addCRLEntry(
          BigInteger.valueOf(serial), Date.from(TestKeys.NOT_BEFORE), CRLReason.keyCompromise);
    }
    try {
      return Pem.block("X509 CRL", list.build(signer(ca)).getEncoded());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** What {@code ca} says of {@code certificate}: that it is good, from {@code from} to then. */
  public static byte[] good(
      IssuedCertificate ca, IssuedCertificate certificate, Instant from, Optional<Instant> to) {
    return status(ca, certificate, CertificateStatus.GOOD, from, to);
  }

  /** What {@code ca} says of {@code certificate}. */
  public static byte[] status(
      IssuedCertificate ca,
      IssuedCertificate certificate,
      CertificateStatus status,
      Instant from,
      Optional<Instant> to) {
    try {
      BasicOCSPRespBuilder response =
          new BasicOCSPRespBuilder(ca.certificate().getSubjectPublicKeyInfo(), sha1());
      response.addResponse(
          new CertificateID(sha1(), ca.certificate(), certificate.certificate().getSerialNumber()),
          status,
          Date.from(from),
          to.map(Date::from).orElse(null));
      return new OCSPRespBuilder()
          .build(OCSPResp.SUCCESSFUL, response.build(signer(ca), null, Date.from(from)))
          .getEncoded();
    } catch (OCSPException | IOException | OperatorCreationException e) {
      throw new AssertionError(e);
    }
  }

  private static DigestCalculator sha1() throws OperatorCreationException {
    return new JcaDigestCalculatorProviderBuilder().build().get(CertificateID.HASH_SHA1);
  }

  private static ContentSigner signer(IssuedCertificate ca) {
    try {
      return new JcaContentSignerBuilder("SHA256withECDSA")
          .setProvider(KeyType.PROVIDER)
          .setSecureRandom(new SeededRandom("revocations"))
          .build(ca.keys().getPrivate());
    } catch (OperatorCreationException e) {
      throw new AssertionError(e);
    }
  }
}
