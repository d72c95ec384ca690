package io.gatehouse.kubernetes.informer;

import io.gatehouse.finding.Finding;
import io.gatehouse.finding.FindingCode;
import io.gatehouse.finding.ForeignText;
import io.gatehouse.finding.Origin;
import io.gatehouse.resource.Kind;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/** What users are told of how lists and watches fare. */
final class SourceFindings {

  /** The part of the source that stands for all kinds. */
  static final String API_SERVER = "Kubernetes API";

  private final String address;

  /**
   * @param address of the API server
   */
  SourceFindings(String address) {
    this.address = ForeignText.shown(address);
  }

  /** By part: a kind's title, or {@link #API_SERVER} for what concerns all kinds alike. */
  SortedMap<String, SortedSet<Finding>> of(Map<Watched, Condition> conditions) {
    SortedMap<String, SortedSet<Finding>> findings = new TreeMap<>();
    conditions.forEach(
        (watched, condition) ->
            ofKind(watched, condition)
                .ifPresent(finding -> add(findings, watched.resource().kind().title(), finding)));
    earliest(conditions, Condition.Unreachable.class, Condition.Unreachable::since)
        .ifPresent(since -> add(findings, API_SERVER, unreachable(since)));
    earliest(conditions, Condition.Unauthorized.class, Condition.Unauthorized::since)
        .ifPresent(since -> add(findings, API_SERVER, unauthorized(since)));
    earliest(conditions, Condition.Untrusted.class, Condition.Untrusted::since)
        .ifPresent(since -> add(findings, API_SERVER, untrusted(since)));
    return findings;
  }

  private static void add(Map<String, SortedSet<Finding>> findings, String part, Finding finding) {
    findings.computeIfAbsent(part, first -> new TreeSet<>()).add(finding);
  }

  private static <T extends Condition> Optional<Instant> earliest(
      Map<Watched, Condition> conditions, Class<T> type, Function<T, Instant> since) {
    Stream<T> ofType = conditions.values().stream().filter(type::isInstance).map(type::cast);
    return ofType.map(since).min(Comparator.naturalOrder());
  }

  private static Optional<Finding> ofKind(Watched watched, Condition condition) {
    if (condition instanceof Condition.NotServed) {
      return Optional.of(watched.resource())
          .filter(ApiResource::isNeeded)
          .map(SourceFindings::notServed);
    }
    if (condition instanceof Condition.Forbidden forbidden) {
      return Optional.of(forbidden(watched, forbidden.verb()));
    }
    if (condition instanceof Condition.Failing failing) {
      return Optional.of(failing(watched, failing));
    }
    if (condition instanceof Condition.Garbled garbled) {
      return Optional.of(garbled(watched, garbled));
    }
    return Optional.empty();
  }

  private static Finding notServed(ApiResource resource) {
    return Finding.warning(
        FindingCode.KIND_MISSING,
        Origin.of(resource.kind().title(), "", "*"),
        "The cluster does not serve %s (%s), so there is none."
            .formatted(resource.kind().title(), resource.fullName()),
        "Create its custom resource definition, Istio's or `kubectl create -f k8s/crds`; it is"
            + " picked up within seconds.");
  }

  private static Finding forbidden(Watched watched, String verb) {
    Kind kind = watched.resource().kind();
    return Finding.error(
        FindingCode.KIND_FORBIDDEN,
        origin(watched),
        "Gatehouse may not %s %s.".formatted(verb, shown(watched)),
        "Grant its identity the verbs list and watch on resource %s of API group \"%s\" in %s (RBAC)."
            .formatted(
                watched.resource().plural(), kind.group(), ForeignText.shown(watched.scope())));
  }

  private static Finding failing(Watched watched, Condition.Failing failing) {
    return Finding.warning(
        FindingCode.SOURCE_STALE,
        origin(watched),
        "The Kubernetes API answers with HTTP status %d when asked for %s; what was read of them is stale since %s and stays in service."
            .formatted(failing.status(), shown(watched), time(failing.since())),
        "Look into the log of the API server; Gatehouse goes on trying.");
  }

  private static Finding garbled(Watched watched, Condition.Garbled garbled) {
    return Finding.warning(
        FindingCode.SOURCE_STALE,
        origin(watched),
        "What answers as the Kubernetes API sends something else than the documented JSON when asked for %s; what was read of them is stale since %s and stays in service."
            .formatted(shown(watched), time(garbled.since())),
        "Check what stands between Gatehouse and the API server; Gatehouse goes on trying.");
  }

  private Finding unreachable(Instant since) {
    return stale(
        "The Kubernetes API cannot be reached",
        since,
        "Check that the API server runs and can be reached from here");
  }

  private Finding unauthorized(Instant since) {
    return stale(
        "The Kubernetes API does not accept Gatehouse's credentials",
        since,
        "Renew the credentials of the kubeconfig or the service account");
  }

  private Finding untrusted(Instant since) {
    return stale(
        "The certificate of the Kubernetes API is not one that Gatehouse is told to trust",
        since,
        "Put the CA of this API server into the kubeconfig, and address it by a name that is in its certificate");
  }

  private Finding stale(String problem, Instant since, String remedy) {
    return Finding.warning(
        FindingCode.SOURCE_STALE,
        Origin.of(API_SERVER, "", address),
        problem + "; what was read of it is stale since " + time(since) + " and stays in service.",
        remedy + "; Gatehouse goes on trying.");
  }

  private static Origin origin(Watched watched) {
    return Origin.of(watched.resource().kind().title(), watched.namespace().orElse(""), "*");
  }

  private static String shown(Watched watched) {
    return ForeignText.shown(watched.toString());
  }

  private static Instant time(Instant since) {
    return since.truncatedTo(ChronoUnit.SECONDS);
  }
}
