package io.gatehouse.credential;

import io.gatehouse.resource.ObjectName;
import io.gatehouse.resource.istio.Gateway.ServerTls;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

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

  /**
   * What {@code tls} asks for where its proxies run in {@code namespace}, its certificate first.
   */
  public static List<CredentialKey> askedBy(ServerTls tls, String namespace) {
    List<ObjectName> secrets =
        tls.credentialNames().stream().map(name -> new ObjectName(namespace, name)).toList();
    List<CredentialKey> keys = new ArrayList<>();
    secrets.forEach(secret -> keys.add(keyPair(secret)));
    if (tls.clientCa().isPresent()) {
      keys.add(clientCa(secrets.get(0)));
    }
    return keys;
  }

  /** The Secret that, where it exists, holds the CA bundle of credential {@code secret}. */
  public static ObjectName separateCa(ObjectName secret) {
    return new ObjectName(secret.namespace(), secret.name() + CA_SUFFIX);
  }

  /** The keys that an SDS resource of this name may be of. */
  public static Stream<CredentialKey> named(String namespace, String sdsName) {
    Stream<CredentialKey> pair = Stream.of(keyPair(new ObjectName(namespace, sdsName)));
    if (!sdsName.endsWith(CA_SUFFIX)) {
      return pair;
    }
    String base = sdsName.substring(0, sdsName.length() - CA_SUFFIX.length());
    return Stream.concat(pair, Stream.of(clientCa(new ObjectName(namespace, base))));
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
