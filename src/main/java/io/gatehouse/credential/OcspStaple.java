package io.gatehouse.credential;

import io.gatehouse.resource.core.SecretBytes;
import java.io.IOException;
import java.text.ParseException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ocsp.BasicOCSPResponse;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.ocsp.OCSPResponse;
import org.bouncycastle.asn1.ocsp.OCSPResponseStatus;
import org.bouncycastle.asn1.ocsp.SingleResponse;
import org.bouncycastle.cert.X509CertificateHolder;

/**
 * An OCSP response (RFC 6960) that goes with a certificate in the handshake. Envoy refuses a
 * certificate whose response it does not understand or that is another's, so that only one is
 * passed on that it takes; nobody but clients looks at the signature.
 *
 * @param response DER; empty where there is none that could be used
 * @param problem why it cannot be used, for example {@code is not DER}; empty where it can or there
 *     is none
 * @param until when time alone will change that
 */
record OcspStaple(
    Optional<SecretBytes> response, Optional<String> problem, Optional<Instant> until) {

  static final OcspStaple NONE =
      new OcspStaple(Optional.empty(), Optional.empty(), Optional.empty());

  /** What {@code bytes} are worth as the response for {@code certificate}. */
  static OcspStaple of(SecretBytes bytes, X509CertificateHolder certificate, Instant now) {
    try {
      return of(bytes, single(bytes.toByteArray()), certificate, now);
    } catch (IOException | ParseException | RuntimeException malformed) {
      return unusable("is not an OCSP response (DER) for one certificate");
    }
  }

  private static OcspStaple of(
      SecretBytes bytes, Optional<SingleResponse> single, X509CertificateHolder leaf, Instant now)
      throws ParseException {
    if (single.isEmpty()) {
      return unusable("does not tell the status of a certificate");
    }
    if (!single.get().getCertID().getSerialNumber().getValue().equals(leaf.getSerialNumber())) {
      return unusable("is for another certificate");
    }
    if (single.get().getCertStatus().getTagNo() != 0) {
      return unusable("says that the certificate is revoked or unknown");
    }
    Instant from = time(single.get().getThisUpdate());
    if (now.isBefore(from)) {
      return new OcspStaple(
          Optional.empty(), Optional.of("is valid from " + from + " on"), Optional.of(from));
    }
    if (single.get().getNextUpdate() == null) {
      return unusable("does not say until when it is valid");
    }
    Instant to = time(single.get().getNextUpdate());
    return now.isBefore(to)
        ? new OcspStaple(Optional.of(bytes), Optional.empty(), Optional.of(to))
        : unusable("is out of date since " + to);
  }

  private static OcspStaple unusable(String problem) {
    return new OcspStaple(Optional.empty(), Optional.of(problem), Optional.empty());
  }

  /** What the response says, where it says anything: there must be one certificate in it. */
  private static Optional<SingleResponse> single(byte[] der) throws IOException {
    requireDer(der);
    OCSPResponse response = OCSPResponse.getInstance(der);
    requireSame(response.getEncoded(), der);
    if (response.getResponseStatus().getIntValue() != OCSPResponseStatus.SUCCESSFUL
        || response.getResponseBytes() == null) {
      return Optional.empty();
    }
    if (!response
        .getResponseBytes()
        .getResponseType()
        .equals(OCSPObjectIdentifiers.id_pkix_ocsp_basic)) {
      throw new IllegalArgumentException("not a basic response");
    }
    byte[] inner = response.getResponseBytes().getResponse().getOctets();
    requireDer(inner);
    BasicOCSPResponse basic = BasicOCSPResponse.getInstance(inner);
    requireSame(basic.getEncoded(), inner);
    ASN1Sequence responses = basic.getTbsResponseData().getResponses();
    if (basic.getTbsResponseData().getVersion().intValueExact() != 0 || responses.size() != 1) {
      throw new IllegalArgumentException("not of one certificate");
    }
    return Optional.of(SingleResponse.getInstance(responses.getObjectAt(0)));
  }

  private static void requireDer(byte[] bytes) {
    if (!Der.isWhole(bytes)) {
      throw new IllegalArgumentException("not DER");
    }
  }

  private static void requireSame(byte[] written, byte[] read) {
    if (!Arrays.equals(written, read)) {
      throw new IllegalArgumentException("not the only form");
    }
  }

  /** Envoy reads whole seconds in UTC only (RFC 5280, section 4.1.2.5.2). */
  private static Instant time(ASN1GeneralizedTime time) throws ParseException {
    if (!time.getTimeString().matches("[0-9]{14}(Z|GMT\\+00:00)")) {
      throw new IllegalArgumentException("not whole seconds");
    }
    return time.getDate().toInstant();
  }
}
