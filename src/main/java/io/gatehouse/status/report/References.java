package io.gatehouse.status.report;

import io.gatehouse.credential.CredentialKey;
import io.gatehouse.credential.CredentialKey.Half;
import io.gatehouse.resource.ProxyGroup;
import io.gatehouse.resource.istio.Gateway;
import io.gatehouse.resource.istio.Gateway.Server;
import io.gatehouse.resource.istio.Gateway.ServerHost;
import io.gatehouse.status.Board;
import io.gatehouse.status.GroupStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Which servers ask for which credentials. */
final class References {

  private References() {}

  /** A server that asks for a credential. */
  record ServerReference(Gateway gateway, Server server) {

    CredentialEntry.Reference told() {
      return new CredentialEntry.Reference(
          gateway.name().toString(),
          server.index(),
          server.port().number(),
          server.hosts().stream().map(ServerHost::host).toList());
    }
  }

  /** What {@code server} needs where its proxies run in {@code namespace}. */
  static List<CredentialKey> credentials(Server server, String namespace) {
    return server.tls().map(tls -> CredentialKey.askedBy(tls, namespace)).orElse(List.of());
  }

  /** What the certificates that {@code server} shows are called, wherever they are. */
  static List<String> certificates(Server server) {
    return credentials(server, "").stream()
        .filter(key -> key.half() == Half.KEY_PAIR)
        .map(CredentialKey::sdsName)
        .toList();
  }

  /** All references, by what they refer to. */
  static SortedMap<CredentialKey, List<ServerReference>> of(Board board) {
    SortedMap<CredentialKey, List<ServerReference>> references = new TreeMap<>();
    for (Gateway gateway : board.view().gateways()) {
      List<String> namespaces =
          board.groups().stream()
              .map(GroupStatus::group)
              .filter(group -> group.matches(gateway.selector()))
              .map(ProxyGroup::namespace)
              .distinct()
              .toList();
      for (Server server : gateway.servers()) {
        for (String namespace : namespaces) {
          credentials(server, namespace)
              .forEach(
                  key ->
                      references
                          .computeIfAbsent(key, k -> new ArrayList<>())
                          .add(new ServerReference(gateway, server)));
        }
      }
    }
    return references;
  }
}
