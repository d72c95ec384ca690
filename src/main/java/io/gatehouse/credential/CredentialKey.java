package io.gatehouse.credential;

import io.gatehouse.resource.ObjectName;
import io.gatehouse.resource.istio.Gateway.ClientCa;
import io.gatehouse.resource.istio.Gateway.ServerCertificate;
import io.gatehouse.resource.istio.Gateway.ServerTls;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * One half of a credential that a server asks for.
 *
 * @param secret namespace (of the proxies) and {@code credentialName} or {@code
 *     caCertCredentialName}; for files of the proxy, the name that Istio makes of their paths
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
   * What {@code tls} asks for where its proxies run in {@code namespace}, its certificates first.
   */
  public static List<CredentialKey> askedBy(ServerTls tls, String namespace) {
    List<CredentialKey> keys = new ArrayList<>();
    tls.certificate().ifPresent(certificate -> keys.addAll(keyPairs(certificate, namespace)));
    tls.clientCa().ifPresent(ca -> keys.add(clientCa(ca, keys.get(0), namespace)));
    return keys;
  }

  private static List<CredentialKey> keyPairs(ServerCertificate certificate, String namespace) {
    Stream<String> names =
        certificate instanceof ServerCertificate.Files files
            ? files.pairs().stream()
                .map(pair -> List.of(pair.certificate(), pair.privateKey()))
                .map(paths -> ProxyFiles.name(Half.KEY_PAIR, paths))
            : ((ServerCertificate.Credentials) certificate).names().stream();
    return names.map(name -> keyPair(new ObjectName(namespace, name))).distinct().toList();
  }

  private static CredentialKey clientCa(ClientCa ca, CredentialKey first, String namespace) {
    if (ca instanceof ClientCa.File file) {
      List<String> paths = Stream.concat(Stream.of(file.path()), file.crl().stream()).toList();
      return clientCa(new ObjectName(namespace, ProxyFiles.name(Half.CLIENT_CA, paths)));
    }
    return ca instanceof ClientCa.Credential named
        ? clientCa(new ObjectName(namespace, named.name()))
        : clientCa(first.secret());
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

  /**
   * The SDS resource's name: {@code <name>} or {@code <name>-cacert}; of files, {@code
   * file-cert:<certificate>~<key>} or {@code file-root:<CA>}.
   */
  public String sdsName() {
    return half == Half.KEY_PAIR || !files().isEmpty() ? secret.name() : secret.name() + CA_SUFFIX;
  }

  /**
   * The paths of the proxy's files that hold it, certificate and key or CA bundle and revocation
   * lists; empty where it is in an object.
   */
  public List<String> files() {
    return ProxyFiles.paths(secret.name());
  }

  @Override
  public int compareTo(CredentialKey other) {
    return ORDER.compare(this, other);
  }
}
