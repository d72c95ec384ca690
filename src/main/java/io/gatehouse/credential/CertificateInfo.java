package io.gatehouse.credential;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * What may be told of a certificate.
 *
 * @param subject distinguished name (RFC 2253)
 * @param issuer distinguished name (RFC 2253)
 * @param serial upper-case hexadecimal, as {@code openssl x509 -serial} prints it
 * @param subjectAltNames DNS names and IP addresses; empty where there are none
 * @param keyType for example {@code RSA 2048} or {@code EC P-256}
 * @param sha256 fingerprint of the DER form, lower-case hexadecimal
 */
public record CertificateInfo(
    String subject,
    String issuer,
    String serial,
    List<String> subjectAltNames,
    Instant notBefore,
    Instant notAfter,
    String keyType,
    String sha256) {

  public CertificateInfo {
    Objects.requireNonNull(subject, "subject");
    Objects.requireNonNull(issuer, "issuer");
    Objects.requireNonNull(serial, "serial");
    Objects.requireNonNull(notBefore, "notBefore");
    Objects.requireNonNull(notAfter, "notAfter");
    Objects.requireNonNull(keyType, "keyType");
    Objects.requireNonNull(sha256, "sha256");
    subjectAltNames = List.copyOf(subjectAltNames);
  }
}
