package io.gatehouse.status.report;

import io.gatehouse.credential.Content;
import io.gatehouse.credential.CredentialKey;
import io.gatehouse.credential.CredentialObjects;
import io.gatehouse.credential.CredentialStatus;
import io.gatehouse.credential.CredentialStatus.Serving;
import io.gatehouse.credential.CredentialStore;
import io.gatehouse.credential.Credentials;
import io.gatehouse.credential.Verdict;
import io.gatehouse.finding.ForeignText;
import io.gatehouse.resource.ObjectName;
import io.gatehouse.resource.ProxyGroup;
import io.gatehouse.resource.istio.Gateway.Server;
import io.gatehouse.status.Board;
import io.gatehouse.status.ConnectedProxy;
import io.gatehouse.status.Delivery;
import io.gatehouse.status.GroupStatus;
import io.gatehouse.status.report.CredentialDetail.ProxyVersion;
import io.gatehouse.status.report.References.ServerReference;
import io.gatehouse.xds.XdsResource;
import io.gatehouse.xds.XdsType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Tells where credentials stand. */
public final class CredentialReport {

  private final Board board;
  private final Instant now;
  private final Map<CredentialKey, List<ServerReference>> references;

  /**
   * @param now for the validity of Secrets that no server asks for
   */
  public CredentialReport(Board board, Instant now) {
    this.board = board;
    this.now = now;
    this.references = References.of(board);
  }

  /** All that servers ask for, by name and namespace. */
  public List<CredentialEntry> all() {
    return board.credentials().stream().map(status -> entry(status, versions(status))).toList();
  }

  /**
   * The halves of the credential {@code secret}, and those that this Secret is looked at for; for a
   * Secret that no server asks for, what it would be worth. Empty where there is neither.
   */
  public List<CredentialDetail> one(ObjectName secret) {
    List<CredentialStatus> referenced =
        board.credentials().stream()
            .filter(status -> status.key().secret().equals(secret) || name(status).equals(secret))
            .toList();
    Collection<CredentialStatus> told =
        referenced.isEmpty() ? isThere(secret) ? assess(secret) : List.of() : referenced;
    return told.stream()
        .map(
            status -> {
              List<ProxyVersion> versions = versions(status);
              return new CredentialDetail(entry(status, versions), versions);
            })
        .toList();
  }

  private boolean isThere(ObjectName name) {
    return board.view().secret(name).isPresent() || board.view().configMap(name).isPresent();
  }

  private static ObjectName name(CredentialStatus status) {
    return new ObjectName(status.source().namespace(), status.source().name());
  }

  /** What an object that no server asks for would be worth: as a key pair, a CA bundle, or both. */
  private List<CredentialStatus> assess(ObjectName secret) {
    Credentials assessed =
        CredentialStore.assess(
            Set.of(CredentialKey.keyPair(secret), CredentialKey.clientCa(secret)),
            new CredentialObjects(board.view()::secret, board.view()::configMap),
            now);
    List<CredentialStatus> fitting =
        assessed.all().stream()
            .filter(status -> name(status).equals(secret))
            .filter(status -> status.verdict() != Verdict.WRONG_KEYS)
            .filter(status -> status.verdict() != Verdict.MISSING)
            .toList();
    return fitting.isEmpty()
        ? assessed.get(CredentialKey.keyPair(secret)).stream().toList()
        : fitting;
  }

  /** Where Secrets are looked up: the namespaces of all groups of proxies, sorted. */
  public List<String> namespaces() {
    return board.groups().stream()
        .map(group -> group.group().namespace())
        .distinct()
        .sorted()
        .toList();
  }

  private CredentialEntry entry(CredentialStatus status, List<ProxyVersion> versions) {
    CredentialKey key = status.key();
    List<ServerReference> servers = references.getOrDefault(key, List.of());
    return new CredentialEntry(
        key.secret().namespace(),
        key.secret().name(),
        id(key.half()),
        key.sdsName(),
        status.source().kind(),
        status.source().qualifiedName(),
        status.verdict().id(),
        id(references.containsKey(key) ? status.serving() : Serving.NOTHING),
        status.until(),
        summary(status),
        status.content().map(Content::fingerprint),
        status.content().map(Content::certificates).orElse(List.of()),
        servers.stream().map(ServerReference::told).toList(),
        new Acknowledged(
            (int) versions.stream().filter(ProxyVersion::current).count(), versions.size()),
        FindingEntry.of(status.findings()));
  }

  private List<ProxyVersion> versions(CredentialStatus status) {
    List<ProxyVersion> versions = new ArrayList<>();
    for (GroupStatus group : board.groups()) {
      if (asksFor(group, status.key())) {
        Optional<String> served =
            Optional.ofNullable(group.snapshot().of(XdsType.SECRET).get(status.key().sdsName()))
                .map(XdsResource::version);
        board.proxiesOf(group.group()).stream()
            .map(proxy -> version(proxy, status, served))
            .forEach(versions::add);
      }
    }
    return versions;
  }

  private boolean asksFor(GroupStatus status, CredentialKey key) {
    ProxyGroup group = status.group();
    return group.namespace().equals(key.secret().namespace())
        && references.getOrDefault(key, List.of()).stream()
            .anyMatch(reference -> group.matches(reference.gateway().selector()));
  }

  private static ProxyVersion version(
      ConnectedProxy proxy, CredentialStatus status, Optional<String> served) {
    Optional<String> version =
        Optional.ofNullable(proxy.deliveries(XdsType.SECRET).get(status.key().sdsName()))
            .flatMap(Delivery::acknowledged)
            .filter(acknowledged -> !acknowledged.equals(Delivery.WITHDRAWN));
    boolean current = version.isPresent() && version.equals(served);
    return new ProxyVersion(
        proxy.node().id(),
        version,
        status.content().map(Content::fingerprint).filter(fingerprint -> current),
        current);
  }

  private String summary(CredentialStatus status) {
    if (!references.containsKey(status.key())) {
      return notServed(status);
    }
    if (!status.key().files().isEmpty()) {
      return "Files of the proxies, which Envoy reads: it serves what it finds there.";
    }
    return "The "
        + status.source().kind()
        + " "
        + ForeignText.shown(status.source().qualifiedName())
        + switch (status.verdict()) {
          case VALID -> " is valid";
          case MISSING -> " does not exist";
          default -> " has the verdict " + status.verdict().id();
        }
        + (status.serving() == Serving.CURRENT ? " and is served" : "; " + serving(status))
        + ".";
  }

  /** A Gateway may name it and yet have no proxy in its namespace. */
  private String notServed(CredentialStatus status) {
    String namespace = status.key().secret().namespace();
    String verdict = "; its verdict is " + status.verdict().id() + ".";
    return board.view().gateways().stream()
        .filter(gateway -> gateway.servers().stream().anyMatch(server -> names(server, status)))
        .map(gateway -> ForeignText.shown(gateway.name().toString()))
        .sorted()
        .findFirst()
        .map(
            gateway ->
                "Gateway "
                    + gateway
                    + " names it, but selects no proxy that runs in namespace "
                    + ForeignText.shown(namespace)
                    + ", so it is not served"
                    + verdict)
        .orElse("It is not referenced by any Gateway, so it is not served" + verdict);
  }

  private static boolean names(Server server, CredentialStatus status) {
    return server
        .tls()
        .map(tls -> CredentialKey.askedBy(tls, status.key().secret().namespace()))
        .filter(keys -> keys.contains(status.key()))
        .isPresent();
  }

  private static String serving(CredentialStatus status) {
    return switch (status.serving()) {
      case CURRENT -> "it is served";
      case LAST_GOOD -> "its last good content is served";
      case DELETED ->
          "its last content is served" + status.until().map(until -> " until " + until).orElse("");
      case HELD -> "Envoys keep the good content they still have";
      case NOTHING -> "the servers that need it are left out";
    };
  }

  private static String id(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
