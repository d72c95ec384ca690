package io.gatehouse.credential;

import static io.gatehouse.credential.VerdictRow.revoking;
import static io.gatehouse.credential.VerdictRow.stapled;

import io.gatehouse.testing.Certificates;
import io.gatehouse.testing.IssuedCertificate;
import io.gatehouse.testing.Pem;
import io.gatehouse.testing.Revocations;
import io.gatehouse.testing.TestKeys;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.util.encoders.Hex;

/** Revocation lists beside CAs, and OCSP responses beside certificates. */
final class RevocationRows {

  /** Fixed, as the table of verdicts tells them. */
  private static final Instant PAST = Instant.parse("2025-02-01T00:00:00Z");

  private static final Instant FUTURE = Instant.parse("2044-01-01T00:00:00Z");
  private static final IssuedCertificate CA = TestKeys.ca("a");
  private static final IssuedCertificate RSA = TestKeys.named("rsa-a");

  private RevocationRows() {}

  static List<VerdictRow> all() throws Exception {
    return Stream.of(lists(), responses()).flatMap(List::stream).toList();
  }

  private static List<VerdictRow> lists() {
    String list = Revocations.list(CA, Optional.of(TestKeys.NOT_AFTER), 7);
    String other = Revocations.list(TestKeys.ca("b"), Optional.of(TestKeys.NOT_AFTER));
    byte[] der = der(list);
    return List.of(
        list("that is current", list),
        list("of two CAs", list + other),
        list("of another CA only", other),
        list("that is out of date", Revocations.list(CA, Optional.of(PAST))),
        list("without an end", Revocations.list(CA, Optional.empty(), 7)),
        list("with CRLF", list.replace("\n", "\r\n")),
        list("with text around", "a\n" + list + "b\n"),
        list("with a header", list.replaceFirst("-----\n", "-----\nComment: x\n\n")),
        list("with bytes behind it", Pem.block("X509 CRL", Arrays.copyOf(der, der.length + 2))),
        list("cut short", Pem.block("X509 CRL", Arrays.copyOf(der, 99))),
        list("unfinished", list.substring(0, 99)),
        list("and one cut short", list + Pem.block("X509 CRL", Arrays.copyOf(der, 99))),
        list("beside the certificate", CA.certificatePem() + list),
        list("that is a certificate", CA.certificatePem()),
        list("that is no PEM", "invalid"),
        list("that is empty", ""));
  }

  private static VerdictRow list(String what, String lists) {
    return revoking(what, CA.certificatePem(), lists);
  }

  private static byte[] der(String pem) {
    return Base64.getMimeDecoder().decode(pem.replaceAll("-----.*-----", ""));
  }

  private static List<VerdictRow> responses() throws Exception {
    Optional<Instant> end = Optional.of(TestKeys.NOT_AFTER);
    byte[] good = Revocations.good(CA, RSA, TestKeys.NOT_BEFORE, end);
    IssuedCertificate another =
        Certificates.leaf("another").key(RSA.keys()).issuedBy(CA).serial(77).issue();
    IssuedCertificate mustStaple =
        Certificates.leaf("must-staple")
            .key(RSA.keys())
            .issuedBy(CA)
            .extension(
                new ASN1ObjectIdentifier("1.3.6.1.5.5.7.1.24"), false, Hex.decode("3003020105"))
            .issue();
    CertificateStatus revoked = new RevokedStatus(Date.from(TestKeys.NOT_BEFORE), 1);
    return List.of(
        response("that is current", good),
        stapled(
            "that the certificate demands",
            mustStaple,
            Revocations.good(CA, mustStaple, TestKeys.NOT_BEFORE, end)),
        response("for another", Revocations.good(CA, another, TestKeys.NOT_BEFORE, end)),
        response(
            "that it is revoked", Revocations.status(CA, RSA, revoked, TestKeys.NOT_BEFORE, end)),
        response(
            "that is out of date",
            Revocations.good(CA, RSA, TestKeys.NOT_BEFORE, Optional.of(PAST))),
        response(
            "without an end", Revocations.good(CA, RSA, TestKeys.NOT_BEFORE, Optional.empty())),
        response("that is not yet valid", Revocations.good(CA, RSA, FUTURE, end)),
        response(
            "of no success",
            new OCSPRespBuilder().build(OCSPRespBuilder.TRY_LATER, null).getEncoded()),
        response(
            "without a body",
            new OCSPResp(
                    new OCSPRespBuilder().build(OCSPRespBuilder.SUCCESSFUL, null).toASN1Structure())
                .getEncoded()),
        response("with bytes behind it", Arrays.copyOf(good, good.length + 2)),
        response("cut short", Arrays.copyOf(good, good.length - 2)),
        response("as base64", Base64.getEncoder().encode(good)),
        response("that is a certificate", RSA.certificate().getEncoded()));
  }

  private static VerdictRow response(String what, byte[] response) {
    return stapled(what, RSA, response);
  }
}
