package io.gatehouse.credential;

import io.gatehouse.resource.ObjectName;
import java.util.Comparator;
import java.util.Objects;

/**
 * One half of a credential that a server asks for.
 *
 * @param secret namespace (of the proxies) and {@code credentialName}
 */
public record CredentialKey(ObjectName secret, Half half) implements Comparable<CredentialKey> {

  /** The suffix of the separate secret, and of the SDS resource, that hold the CA bundle. */
  public static final String CA_SUFFIX = "-cacert";

  private static final Comparator<CredentialKey> ORDER =
      Comparator.comparing(CredentialKey::secret).thenComparing(CredentialKey::half);

  /** The halves, each an SDS resource of its own. */
  public enum Half {
    KEY_PAIR,
    CLIENT_CA
  }

  public CredentialKey {
    Objects.requireNonNull(secret, "secret");
    Objects.requireNonNull(half, "half");
  }

  public static CredentialKey keyPair(ObjectName secret) {
    return new CredentialKey(secret, Half.KEY_PAIR);
  }

  public static CredentialKey clientCa(ObjectName secret) {
    return new CredentialKey(secret, Half.CLIENT_CA);
  }

  /** The Secret that, where it exists, holds the CA bundle of credential {@code secret}. */
  public static ObjectName separateCa(ObjectName secret) {
    return new ObjectName(secret.namespace(), secret.name() + CA_SUFFIX);
  }

  /** The SDS resource's name: {@code <name>} or {@code <name>-cacert}. */
  public String sdsName() {
    return half == Half.KEY_PAIR ? secret.name() : secret.name() + CA_SUFFIX;
  }

  @Override
  public int compareTo(CredentialKey other) {
    return ORDER.compare(this, other);
  }
}
