package io.gatehouse.credential;

import io.gatehouse.credential.CredentialKey.Half;
import io.gatehouse.finding.Finding;
import io.gatehouse.finding.FindingCode;
import io.gatehouse.finding.ForeignText;
import io.gatehouse.finding.Origin;
import io.gatehouse.resource.Kind;
import io.gatehouse.resource.ObjectKey;
import io.gatehouse.resource.ObjectName;
import io.gatehouse.resource.core.Secret;
import io.gatehouse.resource.core.SecretKeys;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What users are told about one half of a credential.
 *
 * @param secret the Secret that decides
 * @param absent how to say that it is missing
 * @param remark what to add where it lacks keys; may be empty
 * @param create the command that creates what is needed
 */
record CredentialTexts(ObjectName secret, String absent, String remark, String create) {

  private static final List<String> DISCOURAGED_BEGINNINGS = List.of("istio", "prometheus");

  static CredentialTexts ofKeyPair(ObjectName secret) {
    return new CredentialTexts(
        secret,
        shown(secret) + " does not exist",
        "",
        command(secret, "tls", "--cert=CERTIFICATE.pem --key=KEY.pem"));
  }

  /** The CA within the credential's own Secret, where there is no separate one. */
  static CredentialTexts ofCa(ObjectName secret, ObjectName separate) {
    return new CredentialTexts(
        secret,
        "Neither " + shown(separate) + " nor " + shown(secret) + " exists",
        "; " + shown(separate) + " does not exist either",
        command(separate, "generic", "--from-file=cacert=CA.pem"));
  }

  /** The CA in the Secret that holds nothing else. */
  static CredentialTexts ofSeparateCa(ObjectName separate) {
    return new CredentialTexts(
        separate,
        shown(separate) + " does not exist",
        "",
        command(separate, "generic", "--from-file=cacert=CA.pem"));
  }

  static CredentialTexts of(Half half, ObjectName secret) {
    return half == Half.KEY_PAIR ? ofKeyPair(secret) : ofSeparateCa(secret);
  }

  private static String command(ObjectName secret, String type, String options) {
    return String.format(
        "`kubectl -n %s create secret %s %s %s`",
        ForeignText.shown(secret.namespace()), type, ForeignText.shown(secret.name()), options);
  }

  private static String shown(ObjectName secret) {
    return "Secret " + ForeignText.shown(secret.toString());
  }

  /** For example {@code Secret istio-system/httpbin-credential}. */
  String shown() {
    return shown(secret);
  }

  Origin origin() {
    return new ObjectKey(Kind.SECRET, secret).origin();
  }

  String createAgain() {
    return remark.isEmpty()
        ? "Delete the Secret and create it again with " + create + "."
        : "Add the CA to it under the key ca.crt, or create a Secret for it with " + create + ".";
  }

  Finding missing() {
    return Finding.error(
        FindingCode.CREDENTIAL_MISSING,
        origin(),
        absent
            + " (looked in "
            + ForeignText.shown(secret.namespace())
            + ", the namespace of the proxies).",
        "Create it with " + create + ".");
  }

  Finding rejected(Rejection rejection) {
    String subject = rejection.key().map(key -> key + " of " + shown()).orElseGet(this::shown);
    String addition = rejection.verdict() == Verdict.WRONG_KEYS ? remark : "";
    return Finding.error(
        code(rejection.verdict()),
        rejection.key().map(key -> origin().at("data." + key)).orElseGet(this::origin),
        subject + " " + rejection.sentence() + addition + ".",
        rejection.remedy());
  }

  static FindingCode code(Verdict verdict) {
    return FindingCode.valueOf("CREDENTIAL_" + verdict.name());
  }

  /** Warnings of certificates that have expired or are yet to begin. */
  List<Finding> validity(Content content, Instant now) {
    List<Finding> findings = new ArrayList<>();
    List<CertificateInfo> certificates = content.certificates();
    for (int i = 0; i < certificates.size(); i++) {
      CertificateInfo certificate = certificates.get(i);
      String which = which(i, certificates.size(), certificate);
      if (Validity.hasExpired(certificate, now)) {
        findings.add(
            Finding.warning(
                FindingCode.CREDENTIAL_EXPIRED,
                origin(),
                which + " expired at " + certificate.notAfter() + "; it is served all the same.",
                "Replace it in the Secret by a new one."));
      } else if (Validity.isYetToBegin(certificate, now)) {
        findings.add(
            Finding.warning(
                FindingCode.CREDENTIAL_NOT_YET_VALID,
                origin(),
                which
                    + " is valid from "
                    + certificate.notBefore()
                    + " on; it is served all the same.",
                "Wait until then, or replace it; check the clock of the machine that issued it."));
      }
    }
    return findings;
  }

  private String which(int index, int count, CertificateInfo certificate) {
    String number = count == 1 ? "The certificate" : "Certificate " + (index + 1) + " of " + count;
    return number + " in " + shown() + " (" + described(certificate) + ")";
  }

  /** For example {@code CN=httpbin.example.com, serial 0A}. */
  static String described(CertificateInfo certificate) {
    return certificate.subject() + ", serial " + certificate.serial();
  }

  /** Warnings of a name or a key that the task "Secure Gateways" advises against. */
  List<Finding> discouraged(Secret present) {
    Stream<String> names =
        DISCOURAGED_BEGINNINGS.stream()
            .filter(secret.name().toLowerCase(Locale.ROOT)::startsWith)
            .map(beginning -> "has a name that begins with " + beginning);
    Stream<String> keys =
        present.keyNames().stream()
            .filter(SecretKeys.TOKEN::equals)
            .map(token -> "has a key " + token);
    return Stream.concat(names, keys)
        .map(
            what ->
                Finding.warning(
                    FindingCode.CREDENTIAL_NAME_DISCOURAGED,
                    origin(),
                    shown() + " " + what + ", which Istio advises against; it is served here.",
                    "Use another name and no such key if it shall work with Istio as well."))
        .toList();
  }
}
