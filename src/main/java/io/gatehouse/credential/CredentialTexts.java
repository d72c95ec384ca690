package io.gatehouse.credential;

import io.gatehouse.credential.CredentialKey.Half;
import io.gatehouse.finding.Finding;
import io.gatehouse.finding.FindingCode;
import io.gatehouse.finding.ForeignText;
import io.gatehouse.finding.Origin;
import io.gatehouse.resource.Kind;
import io.gatehouse.resource.ObjectKey;
import io.gatehouse.resource.ObjectName;
import io.gatehouse.resource.core.SecretKeys;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What users are told about one half of a credential.
 *
 * @param source the object that decides
 * @param absent how to say that it is missing
 * @param remark what to add where it lacks keys; may be empty
 * @param create the command that creates what is needed
 */
record CredentialTexts(ObjectKey source, String absent, String remark, String create) {

  private static final List<String> DISCOURAGED_BEGINNINGS = List.of("istio", "prometheus");

  static CredentialTexts ofKeyPair(ObjectName secret) {
    return new CredentialTexts(
        secret(secret),
        shown(secret(secret)) + " does not exist",
        "",
        command(secret, "tls", "--cert=CERTIFICATE.pem --key=KEY.pem"));
  }

  /** The CA within the credential's own Secret, where there is no separate one. */
  static CredentialTexts ofCa(ObjectName name, ObjectName separate) {
    String separateOne = shown(secret(separate));
    return new CredentialTexts(
        secret(name),
        "Neither "
            + separateOne
            + " nor "
            + shown(secret(name))
            + " exists, nor a ConfigMap of that name",
        "; " + separateOne + " does not exist either",
        command(separate, "generic", "--from-file=cacert=CA.pem"));
  }

  /** The CA in the Secret that holds nothing else. */
  static CredentialTexts ofSeparateCa(ObjectName separate) {
    return new CredentialTexts(
        secret(separate),
        shown(secret(separate)) + " does not exist",
        "",
        command(separate, "generic", "--from-file=cacert=CA.pem"));
  }

  /** The CA in a ConfigMap. */
  static CredentialTexts ofConfigMap(ObjectName name) {
    ObjectKey configMap = new ObjectKey(Kind.CONFIG_MAP, name);
    return new CredentialTexts(
        configMap,
        shown(configMap) + " does not exist",
        "",
        String.format(
            "`kubectl -n %s create configmap %s --from-file=ca.crt=CA.pem`",
            ForeignText.shown(name.namespace()), ForeignText.shown(name.name())));
  }

  static CredentialTexts of(Half half, ObjectKey source) {
    if (source.kind() == Kind.CONFIG_MAP) {
      return ofConfigMap(source.name());
    }
    return half == Half.KEY_PAIR ? ofKeyPair(source.name()) : ofSeparateCa(source.name());
  }

  private static ObjectKey secret(ObjectName name) {
    return new ObjectKey(Kind.SECRET, name);
  }

  private static String command(ObjectName secret, String type, String options) {
    return String.format(
        "`kubectl -n %s create secret %s %s %s`",
        ForeignText.shown(secret.namespace()), type, ForeignText.shown(secret.name()), options);
  }

  private static String shown(ObjectKey object) {
    return object.kind().title() + " " + ForeignText.shown(object.name().toString());
  }

  /** For example {@code Secret istio-system/httpbin-credential}. */
  String shown() {
    return shown(source);
  }

  Origin origin() {
    return source.origin();
  }

  String createAgain() {
    return remark.isEmpty()
        ? "Delete the " + source.kind().title() + " and create it again with " + create + "."
        : "Add the CA to it under the key ca.crt, or create a Secret for it with " + create + ".";
  }

  Finding missing() {
    return Finding.error(
        FindingCode.CREDENTIAL_MISSING,
        origin(),
        absent
            + " (looked in "
            + ForeignText.shown(source.name().namespace())
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
                "Replace it there by a new one."));
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
    if (content instanceof Content.CaBundle ca) {
      ca.revocations().stream()
          .filter(list -> Validity.isOutOfDate(list, now))
          .map(this::outOfDate)
          .forEach(findings::add);
    }
    return findings;
  }

  private Finding outOfDate(RevocationInfo list) {
    return Finding.warning(
        FindingCode.CREDENTIAL_EXPIRED,
        origin(),
        "The revocation list of "
            + list.issuer()
            + " in "
            + shown()
            + " is out of date since "
            + list.nextUpdate().orElseThrow()
            + ": Envoy refuses all clients that it is for.",
        "Replace it there by the current one.");
  }

  /** A warning of CAs whose clients are all refused. */
  Optional<Finding> uncovered(Collection<String> authorities) {
    return Optional.of(authorities)
        .filter(some -> !some.isEmpty())
        .map(
            some ->
                Finding.warning(
                    FindingCode.CREDENTIAL_REVOCATION_LISTS_INCOMPLETE,
                    origin(),
                    shown()
                        + " has revocation lists, but none of "
                        + String.join("; ", some)
                        + ": Envoy refuses all clients whose certificate comes from there.",
                    "Add the missing lists (PEM, one after the other); an empty list will do where"
                        + " nothing is revoked."));
  }

  Optional<Finding> staple(OcspStaple staple) {
    return staple
        .problem()
        .map(
            problem ->
                Finding.warning(
                    FindingCode.CREDENTIAL_STAPLE_UNUSABLE,
                    origin().at("data." + SecretKeys.TLS_OCSP_STAPLE),
                    SecretKeys.TLS_OCSP_STAPLE
                        + " of "
                        + shown()
                        + " "
                        + problem
                        + "; the certificate is served without it.",
                    "Put a current OCSP response (DER) for the certificate there, or take the key"
                        + " out."));
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
  List<Finding> discouraged(Holder present) {
    Stream<String> names =
        DISCOURAGED_BEGINNINGS.stream()
            .filter(beginning -> source.kind() == Kind.SECRET)
            .filter(source.name().name().toLowerCase(Locale.ROOT)::startsWith)
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
