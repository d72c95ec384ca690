package io.gatehouse.status.report;

import io.gatehouse.credential.CertificateInfo;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Where one half of a credential stands. Never key material.
 *
 * @param namespace of the proxies, where it is looked up
 * @param name {@code credentialName} or {@code caCertCredentialName}
 * @param half {@code key-pair} or {@code client-ca}
 * @param resource name of its SDS resource
 * @param kind of the object that was looked at: {@code Secret} or {@code ConfigMap}; {@code File}
 *     for files of the proxies
 * @param secret {@code namespace/name} of that object; of files, the first one's path
 * @param verdict of it as it now is
 * @param serving what is in service: {@code current}, {@code last-good}, {@code deleted}, {@code
 *     held} or {@code nothing}
 * @param until end of the deletion grace
 * @param summary the two in a sentence
 * @param fingerprint changes exactly when what is in service does
 * @param certificates in service, the server's first
 * @param references the servers that ask for it
 * @param acknowledged by how many of the connected Envoys that it is for
 */
public record CredentialEntry(
    String namespace,
    String name,
    String half,
    String resource,
    String kind,
    String secret,
    String verdict,
    String serving,
    Optional<Instant> until,
    String summary,
    Optional<String> fingerprint,
    List<CertificateInfo> certificates,
    List<Reference> references,
    Acknowledged acknowledged,
    List<FindingEntry> findings) {

  /**
   * A server that asks for a credential.
   *
   * @param gateway {@code namespace/name}
   * @param server place in {@code spec.servers}
   */
  public record Reference(String gateway, int server, int port, List<String> hosts) {}
}
