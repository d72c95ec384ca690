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

/**
 * A credential that has something peculiar about it.
 *
 * @param what says what
 * @param key empty where {@code certificates} are CAs
 */
record VerdictRow(String what, SecretBytes certificates, Optional<SecretBytes> key) {

  static VerdictRow pair(String what, String certificates, String key) {
    return new VerdictRow(what, bytes(certificates), Optional.of(bytes(key)));
  }

  static VerdictRow pair(String what, IssuedCertificate issued) {
    return pair(what, issued.certificatePem(), issued.keyPem());
  }

  static VerdictRow ca(String what, String bundle) {
    return new VerdictRow(what, bytes(bundle), Optional.empty());
  }

  /** One byte a character, so that rows can hold any bytes. */
  static SecretBytes bytes(String text) {
    return SecretBytes.of(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  @Override
  public String toString() {
    return key.isPresent() ? what : "CA: " + what;
  }

  /** What Gatehouse says of it. */
  Assessment assess() {
    Map<String, SecretBytes> data =
        key.isPresent()
            ? Map.of(SecretKeys.TLS_CERT, certificates, SecretKeys.TLS_KEY, key.get())
            : Map.of(SecretKeys.TLS_CA, certificates);
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
