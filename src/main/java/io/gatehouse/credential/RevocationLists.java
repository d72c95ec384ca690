package io.gatehouse.credential;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.X509CRLHolder;
import org.bouncycastle.cert.X509CertificateHolder;

/** What certificate revocation lists say, taken together. */
final class RevocationLists {

  private RevocationLists() {}

  static List<RevocationInfo> infos(List<X509CRLHolder> lists) {
    return lists.stream()
        .map(
            list ->
                new RevocationInfo(
                    shown(list.getIssuer()),
                    Optional.ofNullable(list.getNextUpdate()).map(date -> date.toInstant())))
        .distinct()
        .toList();
  }

  /**
   * The CAs without a list although others have one. Seen: once there is any list, Envoy wants one
   * from the issuer of each certificate up to the root, and refuses clients where one is missing.
   */
  static Set<String> uncovered(List<X509CertificateHolder> authorities, List<X509CRLHolder> lists) {
    if (lists.isEmpty()) {
      return Set.of();
    }
    Set<X500Name> covered =
        lists.stream().map(X509CRLHolder::getIssuer).collect(Collectors.toSet());
    return authorities.stream()
        .flatMap(authority -> Stream.of(authority.getSubject(), authority.getIssuer()))
        .filter(name -> !covered.contains(name))
        .map(RevocationLists::shown)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String shown(X500Name name) {
    return CertificateInfoReader.name(name);
  }
}
