package io.gatehouse.credential;

import io.gatehouse.credential.CredentialKey.Half;
import io.gatehouse.resource.Metadata;
import io.gatehouse.resource.ObjectName;
import io.gatehouse.resource.core.Secret;
import io.gatehouse.resource.core.SecretBytes;
import io.gatehouse.resource.core.SecretKeys;
import io.gatehouse.testing.IssuedCertificate;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A credential that has something peculiar about it.
 *
 * @param what says what
 * @param key empty where {@code certificates} are CAs
 * @param beside revocation lists beside CAs, an OCSP response beside a key
 */
record VerdictRow(
    String what,
    SecretBytes certificates,
    Optional<SecretBytes> key,
    Optional<SecretBytes> beside) {

  static VerdictRow pair(String what, String certificates, String key) {
    return new VerdictRow(what, bytes(certificates), Optional.of(bytes(key)), Optional.empty());
  }

  /**
   * @param response DER
   */
  static VerdictRow stapled(String what, IssuedCertificate issued, byte[] response) {
    return new VerdictRow(
        "OCSP response " + what,
        bytes(issued.certificatePem()),
        Optional.of(bytes(issued.keyPem())),
        Optional.of(SecretBytes.of(response)));
  }

  static VerdictRow revoking(String what, String bundle, String lists) {
    return new VerdictRow(
        "revocation list " + what, bytes(bundle), Optional.empty(), Optional.of(bytes(lists)));
  }

  static VerdictRow pair(String what, IssuedCertificate issued) {
    return pair(what, issued.certificatePem(), issued.keyPem());
  }

  static VerdictRow ca(String what, String bundle) {
    return new VerdictRow(what, bytes(bundle), Optional.empty(), Optional.empty());
  }

  /** One byte a character, so that rows can hold any bytes. */
  static SecretBytes bytes(String text) {
    return SecretBytes.of(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  @Override
  public String toString() {
    return key.isPresent() ? what : "CA: " + what;
  }

  /** Whether all of it is taken: a bad OCSP response costs only itself. */
  boolean isTakenWhole() {
    Optional<Content> content = assess().content();
    return content.isPresent()
        && (beside.isEmpty()
            || content.get() instanceof Content.CaBundle
            || ((Content.KeyPair) content.get()).ocspStaple().isPresent());
  }

  /** What Gatehouse says of it. */
  Assessment assess() {
    Map<String, SecretBytes> data = new TreeMap<>();
    data.put(key.isPresent() ? SecretKeys.TLS_CERT : SecretKeys.TLS_CA, certificates);
    key.ifPresent(bytes -> data.put(SecretKeys.TLS_KEY, bytes));
    beside.ifPresent(
        bytes ->
            data.put(key.isPresent() ? SecretKeys.TLS_OCSP_STAPLE : SecretKeys.TLS_CRL, bytes));
    ObjectName name = new ObjectName("ns", "x");
    Secret secret =
        new Secret(
            new Metadata(name, Instant.EPOCH, Map.of()),
            "Opaque",
            data,
            List.copyOf(data.keySet()));
    Half half = key.isPresent() ? Half.KEY_PAIR : Half.CLIENT_CA;
    return CredentialAssessor.assess(
        new CredentialKey(name, half),
        new CredentialObjects(
            asked -> asked.equals(name) ? Optional.of(secret) : Optional.empty(),
            asked -> Optional.empty()),
        Instant.now());
  }
}
