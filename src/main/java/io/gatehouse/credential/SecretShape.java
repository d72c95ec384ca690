package io.gatehouse.credential;

import io.gatehouse.finding.ForeignText;
import io.gatehouse.resource.core.SecretBytes;
import io.gatehouse.resource.core.SecretKeys;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Where in a Secret things are, by Istio's conventions (task "Secure Gateways"). Of several places
 * the first that holds something counts; {@code cert}/{@code key} and {@code cacert} come before
 * {@code tls.crt}/{@code tls.key} and {@code ca.crt}.
 */
final class SecretShape {

  private static final List<List<String>> KEY_PAIRS =
      List.of(
          List.of(SecretKeys.GENERIC_CERT, SecretKeys.GENERIC_KEY),
          List.of(SecretKeys.TLS_CERT, SecretKeys.TLS_KEY));

  private static final List<List<String>> CA_BUNDLES =
      List.of(List.of(SecretKeys.GENERIC_CA), List.of(SecretKeys.TLS_CA));

  private static final int NAMED_KEYS = 3;

  private SecretShape() {}

  /**
   * The keys of the certificate and the private key, in this order, both with something in them.
   */
  static List<String> keyPair(Holder secret, String remedy) throws Rejection {
    return find(
        secret,
        KEY_PAIRS,
        "neither the keys tls.crt and tls.key nor the keys cert and key",
        remedy);
  }

  /** The key of the CA bundle, with something in it. */
  static String caBundle(Holder holder, String remedy) throws Rejection {
    return find(holder, CA_BUNDLES, "neither the key ca.crt nor the key cacert", remedy).get(0);
  }

  /** Whether it says anything of CAs. */
  static boolean namesCa(Holder holder) {
    return CA_BUNDLES.stream().flatMap(List::stream).anyMatch(holder.data()::containsKey);
  }

  /**
   * The key of the revocation lists that belong to a CA bundle: the one of its own convention, else
   * the other, since to pass one over would let in who is meant to be kept out.
   */
  static Optional<String> revocationLists(Holder holder, String caKey) throws Rejection {
    List<String> keys =
        caKey.equals(SecretKeys.GENERIC_CA)
            ? List.of(SecretKeys.GENERIC_CRL, SecretKeys.TLS_CRL)
            : List.of(SecretKeys.TLS_CRL, SecretKeys.GENERIC_CRL);
    Optional<String> present = keys.stream().filter(holder.data()::containsKey).findFirst();
    if (present.filter(key -> isBlank(holder.data().get(key))).isPresent()) {
      throw new Rejection(
          Verdict.EMPTY,
          "has nothing under " + present.get(),
          "Put the revocation list there, or take the key out if no certificate is revoked.");
    }
    return present;
  }

  private static List<String> find(
      Holder holder, List<List<String>> places, String neither, String remedy) throws Rejection {
    Map<String, SecretBytes> data = holder.data();
    for (List<String> place : places) {
      if (place.stream().allMatch(key -> data.containsKey(key) && !isBlank(data.get(key)))) {
        return place;
      }
    }
    Optional<List<String>> present = places.stream().filter(data.keySet()::containsAll).findFirst();
    if (present.isEmpty()) {
      throw new Rejection(
          Verdict.WRONG_KEYS, "has " + neither + "; found: " + found(holder.keyNames()), remedy);
    }
    String empty =
        present.get().stream()
            .filter(key -> isBlank(data.get(key)))
            .collect(Collectors.joining(" and "));
    throw new Rejection(Verdict.EMPTY, "has nothing under " + empty, remedy);
  }

  private static boolean isBlank(SecretBytes bytes) {
    byte[] content = bytes.toByteArray();
    for (byte b : content) {
      if (b < 0 || b > ' ') {
        return false;
      }
    }
    return true;
  }

  /** The first keys in alphabetical order, and how many more there are. */
  private static String found(List<String> keyNames) {
    if (keyNames.isEmpty()) {
      return "no keys at all";
    }
    String named =
        keyNames.stream()
            .limit(NAMED_KEYS)
            .map(ForeignText::shown)
            .collect(Collectors.joining(", "));
    int more = keyNames.size() - NAMED_KEYS;
    return more > 0 ? named + " and " + more + " more" : named;
  }
}
