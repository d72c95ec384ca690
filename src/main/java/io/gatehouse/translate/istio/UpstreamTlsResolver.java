package io.gatehouse.translate.istio;

import io.gatehouse.credential.CredentialKey;
import io.gatehouse.credential.CredentialKey.Half;
import io.gatehouse.credential.CredentialStatus;
import io.gatehouse.finding.FindingCode;
import io.gatehouse.finding.Origin;
import io.gatehouse.model.UpstreamTls;
import io.gatehouse.resource.ObjectName;
import io.gatehouse.resource.istio.ClientTls;
import io.gatehouse.translate.common.Findings;
import io.gatehouse.translate.common.Words;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How a cluster's connections are secured. A cluster comes into being with all of its credentials
 * or not at all: Envoy would wait for one that does not exist, and nothing is sent unverified.
 */
final class UpstreamTlsResolver {

  /** Where most systems, and the images of Envoy, have the CAs that everybody trusts. */
  private static final String SYSTEM_CA = "/etc/ssl/certs/ca-certificates.crt";

  private final String namespace;
  private final CredentialLookup credentials;
  private final Findings findings;

  /**
   * @param namespace of the proxies, where their Secrets are
   */
  UpstreamTlsResolver(String namespace, CredentialLookup credentials, Findings findings) {
    this.namespace = namespace;
    this.credentials = credentials;
    this.findings = findings;
  }

  /**
   * How connections to {@code host} are secured; empty, with a finding, where they cannot be.
   *
   * @param host for the findings
   * @param otherwise what the certificate has to have one of where {@code tls} does not say
   */
  Optional<UpstreamTls> resolve(ClientTls.Originated tls, String host, List<String> otherwise) {
    List<String> names = tls.subjectAltNames().isEmpty() ? otherwise : tls.subjectAltNames();
    Optional<CredentialKey> certificate = certificate(tls);
    Optional<CredentialKey> ca = tls.insecureSkipVerify() ? Optional.empty() : Optional.of(ca(tls));
    boolean complete = true;
    for (CredentialKey key : Stream.of(certificate, ca).flatMap(Optional::stream).toList()) {
      complete &= isInService(key, tls, host);
    }
    if (!complete) {
      return Optional.empty();
    }
    if (tls.sni().isPresent() && names.isEmpty() && !tls.insecureSkipVerify()) {
      reportAnyName(tls);
    }
    return Optional.of(
        new UpstreamTls(
            certificate.map(CredentialKey::sdsName),
            ca.map(CredentialKey::sdsName),
            tls.insecureSkipVerify() ? List.of() : names,
            tls.sni()));
  }

  private Optional<CredentialKey> certificate(ClientTls.Originated tls) {
    if (!tls.mutual()) {
      return Optional.empty();
    }
    return tls.credentialName()
        .map(name -> CredentialKey.keyPair(new ObjectName(namespace, name)))
        .or(
            () ->
                tls.files()
                    .map(files -> List.of(files.certificate(), files.privateKey()))
                    .map(paths -> CredentialKey.ofFiles(Half.KEY_PAIR, namespace, paths)));
  }

  private CredentialKey ca(ClientTls.Originated tls) {
    return tls.credentialName()
        .map(name -> CredentialKey.clientCa(new ObjectName(namespace, name)))
        .orElseGet(
            () ->
                CredentialKey.ofFiles(
                    Half.CLIENT_CA,
                    namespace,
                    Stream.concat(
                            Stream.of(tls.caCertificates().orElse(SYSTEM_CA)), tls.caCrl().stream())
                        .toList()));
  }

  /** An SDS name that a server's certificate has, or may come to have, is none for a cluster. */
  private boolean isInService(CredentialKey key, ClientTls.Originated tls, String host) {
    boolean isTaken =
        key.half() == Half.KEY_PAIR
            ? key.files().isEmpty() && key.sdsName().endsWith(CredentialKey.CA_SUFFIX)
            : credentials.isServers(
                CredentialKey.keyPair(new ObjectName(namespace, key.sdsName())));
    Origin origin = tls.origin().at("credentialName");
    if (isTaken) {
      reportConflict(key, host, origin);
      return false;
    }
    Optional<CredentialStatus> status = credentials.ask(key);
    boolean inService = status.filter(CredentialStatus::inService).isPresent();
    if (!inService) {
      reportMissing(key, status, host, origin);
    }
    return inService;
  }

  private void reportConflict(CredentialKey key, String host, Origin origin) {
    findings.error(
        FindingCode.CREDENTIAL_NAME_CONFLICT,
        origin,
        notSent(host)
            + "Envoy would know "
            + described(key)
            + " by the name "
            + Words.shown(key.sdsName())
            + ", which stands for something else.",
        "Give the Secret whose name ends in "
            + CredentialKey.CA_SUFFIX
            + " another name where it holds a certificate and key.");
  }

  private void reportMissing(
      CredentialKey key, Optional<CredentialStatus> status, String host, Origin origin) {
    CredentialProblem problem = CredentialProblem.of(key, status);
    findings.error(
        problem.code(),
        origin,
        notSent(host) + "its TLS setting needs " + described(key) + problem.where(namespace),
        "Put a good Secret "
            + Words.shown(key.secret().name())
            + " into namespace "
            + Words.shown(namespace)
            + "; requests are sent as soon as it is there.");
  }

  private void reportAnyName(ClientTls.Originated tls) {
    findings.warning(
        FindingCode.INVALID_FIELD,
        tls.origin().at("subjectAltNames"),
        "The server's certificate is verified, but may be for any name: with sni and without"
            + " subjectAltNames nothing says which name it has to have.",
        "Write the names below subjectAltNames, or remove sni, which makes it the request's host.");
  }

  private static String notSent(String host) {
    return "Requests for " + Words.shown(host) + " are answered with 503: ";
  }

  private static String described(CredentialKey key) {
    String name = Words.shown(key.secret().name());
    return key.half() == Half.KEY_PAIR
        ? "the certificate and key of credential " + name
        : "the CA of credential " + name + " that the server's certificate is verified with";
  }
}
