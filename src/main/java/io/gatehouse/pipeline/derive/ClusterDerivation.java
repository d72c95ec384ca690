package io.gatehouse.pipeline.derive;

import com.google.common.collect.Sets;
import io.gatehouse.credential.CredentialKey;
import io.gatehouse.credential.Credentials;
import io.gatehouse.finding.Origin;
import io.gatehouse.model.Cluster;
import io.gatehouse.model.Cluster.Discovery;
import io.gatehouse.model.EndpointAssignment;
import io.gatehouse.pipeline.derive.Dependency.AsksCredential;
import io.gatehouse.pipeline.derive.Dependency.NamesCredential;
import io.gatehouse.pipeline.derive.Derivation.Made;
import io.gatehouse.resource.ProxyGroup;
import io.gatehouse.translate.common.Translated;
import io.gatehouse.translate.istio.Backend;
import io.gatehouse.translate.istio.Translator;
import io.gatehouse.view.ObjectView;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The clusters that route configurations name, with their endpoints, which come and go together,
 * and the credentials that they ask for. Not thread safe.
 */
final class ClusterDerivation {

  private final Translator translator;
  private final ProxyGroup group;
  private final Derivation<String, Optional<Cluster>> clusters;
  private final Derivation<String, EndpointAssignment> endpoints;
  private final Map<String, Backend> backends = new HashMap<>();

  /** Clusters that stand for something else than they did at the last update. */
  private Set<String> stale = new HashSet<>();

  private final Set<CredentialKey> asked = new HashSet<>();
  private Set<CredentialKey> touched = new HashSet<>();
  private boolean asksOthers;

  /** The names of what differs. */
  record Changes(Set<String> clusters, Set<String> endpoints) {}

  ClusterDerivation(Translator translator, ProxyGroup group, FindingCounts findings) {
    this.translator = translator;
    this.group = group;
    clusters = new Derivation<>(findings);
    endpoints = new Derivation<>(findings);
  }

  /** These are named from now on. */
  void name(Map<String, Backend> named) {
    named.forEach(
        (cluster, backend) -> {
          if (!backend.equals(backends.put(cluster, backend))) {
            stale.add(cluster);
          }
        });
  }

  /**
   * Follows what has changed since the last call.
   *
   * @param named clusters that are named, perhaps since long
   * @param unused clusters that are not named any more
   * @param ofServers the credentials that servers ask for
   */
  Changes update(
      Collection<String> named,
      Collection<String> unused,
      ObjectView view,
      Credentials credentials,
      Set<CredentialKey> ofServers,
      Set<Dependency> changed) {
    Set<String> comingOrGoing = new HashSet<>(named);
    comingOrGoing.removeIf(name -> clusters.get(name).isPresent());
    comingOrGoing.addAll(stale);
    comingOrGoing.addAll(unused);
    stale = new HashSet<>();
    backends.keySet().removeAll(unused);
    touched = new HashSet<>();
    asksOthers = false;
    Set<String> newClusters =
        clusters.update(
            Sets.union(comingOrGoing, clusters.dependentsOn(changed)),
            name -> clusterOf(name, view, new RecordingCredentials(credentials, ofServers)));
    clusters.released(AsksCredential.class).forEach(use -> asksOthers |= asked.remove(use.key()));
    clusters.dropped(NamesCredential.class).forEach(use -> touched.add(use.key()));
    // A cluster that changes may have begun or ceased to say itself where its endpoints are.
    comingOrGoing.addAll(newClusters);
    return new Changes(
        newClusters,
        endpoints.update(
            Sets.union(comingOrGoing, endpoints.dependentsOn(changed)),
            name -> endpointsOf(name, view)));
  }

  private Optional<Made<Optional<Cluster>>> clusterOf(
      String name, ObjectView view, RecordingCredentials credentials) {
    return Optional.ofNullable(backends.get(name))
        .map(
            backend -> {
              RecordingLookup objects = new RecordingLookup(view);
              Translated<Optional<Cluster>> made =
                  translator.cluster(name, backend, objects, credentials, group);
              Set<Dependency> dependencies = objects.dependencies();
              dependencies.addAll(credentials.dependencies());
              for (CredentialKey key : credentials.asked()) {
                dependencies.add(new AsksCredential(key));
                made.value().ifPresent(cluster -> dependencies.add(new NamesCredential(key)));
              }
              asksOthers |= asked.addAll(credentials.asked());
              touched.addAll(credentials.asked());
              return new Made<>(made.value(), dependencies, made.findings());
            });
  }

  private Optional<Made<EndpointAssignment>> endpointsOf(String name, ObjectView view) {
    RecordingLookup objects = new RecordingLookup(view);
    return cluster(name)
        .filter(cluster -> cluster.discovery() instanceof Discovery.Eds)
        .map(cluster -> backends.get(name))
        .flatMap(backend -> translator.endpoints(name, backend, objects, group))
        .map(made -> new Made<>(made.value(), objects.dependencies(), made.findings()));
  }

  Optional<Cluster> cluster(String name) {
    return clusters.get(name).flatMap(cluster -> cluster);
  }

  Optional<EndpointAssignment> endpoints(String cluster) {
    return endpoints.get(cluster);
  }

  /** All clusters, by name. */
  Supplier<List<Cluster>> clusters() {
    Supplier<List<Optional<Cluster>>> now = clusters.values();
    return () -> now.get().stream().flatMap(Optional::stream).toList();
  }

  /** The endpoints of all clusters, by name. */
  Supplier<List<EndpointAssignment>> endpoints() {
    return endpoints.values();
  }

  /** What clusters ask for, those that are left out for the want of it too. */
  Set<CredentialKey> credentialsAsked() {
    return asked;
  }

  /** Whether that is not what it was before the last update. */
  boolean asksOthers() {
    return asksOthers;
  }

  /** Where the first cluster comes from that names it; empty where none does. */
  Optional<Origin> originNaming(CredentialKey key) {
    return clusters.dependentsOn(Set.of(new NamesCredential(key))).stream()
        .min(Comparator.naturalOrder())
        .flatMap(this::cluster)
        .map(Cluster::origin);
  }

  /** The credentials that clusters may have begun or ceased to name in the last update. */
  Set<CredentialKey> credentialsTouched() {
    return touched;
  }

  /** How many functions were run since the beginning. */
  long runs() {
    return clusters.runs() + endpoints.runs();
  }
}
