package io.gatehouse.translate.istio;

import io.gatehouse.credential.CredentialKey;
import io.gatehouse.finding.FindingCode;
import io.gatehouse.finding.Origin;
import io.gatehouse.resource.istio.Gateway.ServerTls;
import io.gatehouse.translate.common.Findings;
import io.gatehouse.translate.common.Words;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which credential Envoy knows by which name: that of the oldest server that asks for one. */
final class CredentialNames {

  private final String namespace;
  private final Findings findings;
  private final Map<String, CredentialKey> owners = new HashMap<>();

  /**
   * @param namespace of the proxies, where their Secrets are
   */
  CredentialNames(String namespace, Findings findings) {
    this.namespace = namespace;
    this.findings = findings;
  }

  /** Whether {@code server} has the names of its credentials; if not, that is a finding. */
  boolean own(ServerTls tls, PlacedServer server) {
    List<CredentialKey> keys = CredentialKey.askedBy(tls, namespace);
    for (CredentialKey key : keys) {
      CredentialKey owner = owners.getOrDefault(key.sdsName(), key);
      if (!owner.equals(key)) {
        reportConflict(key, owner, tls, server);
        return false;
      }
    }
    keys.forEach(key -> owners.put(key.sdsName(), key));
    return true;
  }

  private void reportConflict(
      CredentialKey key, CredentialKey owner, ServerTls tls, PlacedServer server) {
    Origin origin = server.origin().at(TlsResolver.field(tls, key));
    findings.error(
        FindingCode.CREDENTIAL_NAME_CONFLICT,
        origin,
        TlsResolver.leftOut(server)
            + "Envoy would know two credentials by the name "
            + Words.shown(key.sdsName())
            + ", "
            + TlsResolver.described(key)
            + " and, of an older server, "
            + TlsResolver.described(owner)
            + ".",
        "Give the Secret whose name ends in "
            + CredentialKey.CA_SUFFIX
            + " another name where it holds a server's certificate and key.");
  }
}
