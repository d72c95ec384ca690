package io.gatehouse.translate.istio;

import io.gatehouse.credential.Content;
import io.gatehouse.credential.CredentialKey;
import io.gatehouse.credential.CredentialKey.Half;
import io.gatehouse.credential.CredentialStatus;
import io.gatehouse.credential.Credentials;
import io.gatehouse.finding.Origin;
import io.gatehouse.model.Credential;
import io.gatehouse.model.Listener;
import io.gatehouse.model.Listener.ClientValidation;
import io.gatehouse.model.Listener.TlsTermination;
import io.gatehouse.resource.istio.Gateway.ClientCa.OfCertificate;
import io.gatehouse.resource.istio.Gateway.ClientChecks;
import io.gatehouse.resource.istio.Gateway.ServerTls;
import io.gatehouse.resource.istio.Gateway.TlsMode;
import io.gatehouse.resource.istio.Gateway.TlsVersion;
import io.gatehouse.translate.common.Findings;
import io.gatehouse.translate.common.Words;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which credentials a server's chain names. A chain comes into being with all of its credentials or
 * not at all: Envoy would wait for one that does not exist, and MUTUAL is never served as SIMPLE.
 */
final class TlsResolver {

  private final String namespace;
  private final Credentials credentials;
  private final Findings findings;

  /**
   * @param namespace of the proxies, where their Secrets are
   */
  TlsResolver(String namespace, Credentials credentials, Findings findings) {
    this.namespace = namespace;
    this.credentials = credentials;
    this.findings = findings;
  }

  /** How {@code server} terminates TLS; empty, with a finding, where it cannot. */
  Optional<TlsTermination> resolve(PlacedServer server, ServerTls tls) {
    List<CredentialKey> keys = CredentialKey.askedBy(tls, namespace);
    boolean complete = !keys.isEmpty();
    for (CredentialKey key : keys) {
      Optional<CredentialStatus> status = credentials.get(key);
      if (status.isEmpty() || !status.get().inService()) {
        reportMissing(key, status, server, server.origin().at(field(tls, key)));
        complete = false;
      }
    }
    return complete ? Optional.of(termination(tls, keys)) : Optional.empty();
  }

  private static TlsTermination termination(ServerTls tls, List<CredentialKey> keys) {
    return new TlsTermination(
        names(keys, Half.KEY_PAIR).toList(),
        names(keys, Half.CLIENT_CA).findFirst().map(ca -> clients(tls, ca)),
        new Listener.TlsParameters(
            tls.parameters().minVersion().map(TlsResolver::version),
            tls.parameters().maxVersion().map(TlsResolver::version),
            tls.parameters().cipherSuites()));
  }

  private static Stream<String> names(List<CredentialKey> keys, Half half) {
    return keys.stream().filter(key -> key.half() == half).map(CredentialKey::sdsName);
  }

  private static ClientValidation clients(ServerTls tls, String ca) {
    ClientChecks checks = tls.clientChecks();
    return new ClientValidation(
        ca,
        tls.mode() == TlsMode.MUTUAL,
        checks.subjectAltNames(),
        checks.spkiHashes(),
        checks.certificateHashes(),
        checks.insecureSkipVerify());
  }

  private static Listener.TlsVersion version(TlsVersion version) {
    return Listener.TlsVersion.valueOf(version.name());
  }

  /** The field of a server that asks for a credential. */
  static String field(ServerTls tls, CredentialKey key) {
    if (key.half() == Half.CLIENT_CA && !(tls.clientCa().orElseThrow() instanceof OfCertificate)) {
      return key.files().isEmpty() ? "tls.caCertCredentialName" : "tls.caCertificates";
    }
    if (!key.files().isEmpty()) {
      return "tls";
    }
    int place = tls.credentialNames().indexOf(key.secret().name());
    return tls.credentialNames().size() == 1
        ? "tls.credentialName"
        : "tls.credentialNames[" + place + "]";
  }

  /**
   * What a chain names, of a credential in service.
   *
   * @param chain the server of a chain that names it
   */
  static Credential credential(CredentialStatus status, Origin chain) {
    return new Credential(
        status.key().sdsName(),
        status.key().half() == Half.KEY_PAIR ? Credential.Kind.KEY_PAIR : Credential.Kind.CA_BUNDLE,
        status.content().map(Content::fingerprint).orElse(""),
        status.content().isEmpty(),
        status.key().files().isEmpty() ? status.source() : chain);
  }

  private void reportMissing(
      CredentialKey key, Optional<CredentialStatus> status, PlacedServer server, Origin origin) {
    CredentialProblem problem = CredentialProblem.of(key, status);
    String kind = problem.source().kind();
    findings.error(
        problem.code(),
        origin,
        leftOut(server) + "it needs " + described(key) + problem.where(namespace),
        "Put a good "
            + kind
            + " "
            + Words.shown(key.secret().name())
            + " into namespace "
            + Words.shown(namespace)
            + "; the hosts are served as soon as it is there.");
  }

  static String leftOut(PlacedServer server) {
    return "No TLS for "
        + Words.list(server.hostNames())
        + " on port "
        + server.server().port().number()
        + ", connections to it are closed: ";
  }

  static String described(CredentialKey key) {
    String secret = Words.shown(key.secret().name());
    return key.half() == Half.KEY_PAIR
        ? "the certificate and key of credential " + secret
        : "the CA of credential " + secret + " that clients' certificates are verified with";
  }
}
