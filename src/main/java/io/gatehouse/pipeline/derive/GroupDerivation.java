package io.gatehouse.pipeline.derive;

import com.google.common.collect.Sets;
import io.gatehouse.credential.CredentialKey;
import io.gatehouse.credential.CredentialStatus;
import io.gatehouse.credential.Credentials;
import io.gatehouse.finding.Finding;
import io.gatehouse.model.Cluster;
import io.gatehouse.model.Credential;
import io.gatehouse.model.EndpointAssignment;
import io.gatehouse.model.Listener;
import io.gatehouse.model.Listener.FilterChain;
import io.gatehouse.model.RouteConfiguration;
import io.gatehouse.pipeline.derive.Dependency.NamesCluster;
import io.gatehouse.pipeline.derive.Dependency.NamesCredential;
import io.gatehouse.pipeline.derive.Dependency.OnAll;
import io.gatehouse.pipeline.derive.Dependency.OnCredential;
import io.gatehouse.pipeline.derive.Dependency.OnRoutes;
import io.gatehouse.pipeline.derive.Derivation.Made;
import io.gatehouse.resource.ProxyGroup;
import io.gatehouse.resource.istio.Gateway;
import io.gatehouse.resource.istio.Gateway.Routing;
import io.gatehouse.translate.common.Translated;
import io.gatehouse.translate.istio.Bindings;
import io.gatehouse.translate.istio.ListenerPort;
import io.gatehouse.translate.istio.ServerGroup;
import io.gatehouse.translate.istio.ServerPlan;
import io.gatehouse.translate.istio.Translator;
import io.gatehouse.view.ObjectView;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What one group of proxies is served, kept up to date: {@link #plan} first, since it says which
 * credentials are asked for, then {@link #update}. Not thread safe.
 */
public final class GroupDerivation {

  private final Translator translator;
  private final ProxyGroup group;
  private final FindingCounts findings;

  private final PolicyDerivation policies;
  private final RoutesDerivation routes;
  private final Derivation<String, List<FilterChain>> chains;
  private final Derivation<String, RouteConfiguration> configurations;
  private final ClusterDerivation clusters;
  private final Derivation<CredentialKey, Credential> credentials;
  private final Derivation<String, Listener> listeners;

  private ServerPlan plan = ServerPlan.EMPTY;
  private Set<Dependency> planDependencies = Set.of(OnAll.GATEWAYS);
  private long plans;

  /**
   * Servers that are not what they were at the last update, and the listeners where they are or
   * were.
   */
  private Set<String> replanned = new HashSet<>();

  private Set<String> touchedListeners = new HashSet<>();

  /** The names of what differs, by type. */
  public record Changes(
      Set<String> listeners,
      Set<String> routeConfigurations,
      Set<String> clusters,
      Set<String> endpoints,
      Set<CredentialKey> credentials) {

    /** All that differs after several updates. */
    public static Changes all(Collection<Changes> updates) {
      return new Changes(
          union(updates, Changes::listeners),
          union(updates, Changes::routeConfigurations),
          union(updates, Changes::clusters),
          union(updates, Changes::endpoints),
          union(updates, Changes::credentials));
    }

    private static <T> Set<T> union(Collection<Changes> updates, Function<Changes, Set<T>> part) {
      return updates.stream().flatMap(one -> part.apply(one).stream()).collect(Collectors.toSet());
    }
  }

  /**
   * @param findings what is said of all that is derived goes there
   */
  public GroupDerivation(Translator translator, ProxyGroup group, FindingCounts findings) {
    this.translator = translator;
    this.group = group;
    this.findings = findings;
    policies = new PolicyDerivation(translator, group, findings);
    chains = new Derivation<>(findings);
    configurations = new Derivation<>(findings);
    clusters = new ClusterDerivation(translator, group, findings);
    routes = new RoutesDerivation(translator, group, clusters, findings);
    credentials = new Derivation<>(findings);
    listeners = new Derivation<>(findings);
  }

  /**
   * Puts the servers on ports, if what that depends on has changed.
   *
   * @return whether other credentials are asked for
   */
  public boolean plan(ObjectView view, Set<Dependency> changed) {
    if (plans > 0 && planDependencies.stream().noneMatch(changed::contains)) {
      return false;
    }
    plans++;
    List<Gateway> gateways =
        view.gateways().stream().filter(gateway -> group.matches(gateway.selector())).toList();
    RecordingLookup objects = new RecordingLookup(view);
    ServerPlan before = plan;
    plan = translator.servers(gateways, objects, group);
    planDependencies = objects.dependencies();
    planDependencies.add(OnAll.GATEWAYS);
    findings.replace(before.findings(), plan.findings());
    Sets.union(before.groups().keySet(), plan.groups().keySet()).stream()
        .filter(name -> !Objects.equals(before.groups().get(name), plan.groups().get(name)))
        .forEach(
            name -> {
              replanned.add(name);
              touchPort(before, name);
              touchPort(plan, name);
            });
    return !before.credentials().equals(plan.credentials());
  }

  private void touchPort(ServerPlan where, String name) {
    Optional.ofNullable(where.groups().get(name))
        .map(ServerGroup::port)
        .ifPresent(port -> touchedListeners.addAll(translator.listenerNames(port)));
  }

  /** The credentials that the group's servers and clusters ask for. */
  public Set<CredentialKey> credentialsAsked() {
    return Set.copyOf(Sets.union(plan.credentials(), clusters.credentialsAsked()));
  }

  /** Whether clusters ask for other credentials since the last update. */
  public boolean asksOthers() {
    return clusters.asksOthers();
  }

  /**
   * Follows what has changed since the last call. Where {@link #asksOthers} then, what is said of
   * these credentials has to be followed too.
   *
   * @param bindings of the objects in {@code view}
   * @param changed also those among the credentials
   */
  public Changes update(
      ObjectView view, Bindings bindings, Credentials status, Set<Dependency> changed) {
    Set<Dependency> above = new HashSet<>(changed);
    above.addAll(routes.update(view, changed));
    if (policies.update(view, changed)) {
      above.add(OnAll.GUARDS);
    }
    Set<String> named = new HashSet<>();
    Set<String> newChains =
        chains.update(
            Sets.union(replanned, chains.dependentsOn(above)),
            name -> chainsOf(name, view, bindings, status, named));
    Set<String> newConfigurations =
        configurations.update(
            Sets.union(Sets.union(replanned, newChains), configurations.dependentsOn(above)),
            name -> configurationOf(name, view, bindings, named));
    routes.release(released(OnRoutes.class));
    ClusterDerivation.Changes newClusters =
        clusters.update(
            named,
            released(NamesCluster.class).stream().map(NamesCluster::name).toList(),
            view,
            status,
            plan.credentials(),
            changed);
    Changes changes =
        new Changes(
            listeners.update(touchedListeners(newChains), this::listenerOf),
            newConfigurations,
            newClusters.clusters(),
            newClusters.endpoints(),
            credentials.update(
                credentialsTouched(newChains, changed), key -> credentialOf(key, status)));
    replanned = new HashSet<>();
    touchedListeners = new HashSet<>();
    return changes;
  }

  /** What neither chains nor route configurations depend on any more. */
  private <D extends Dependency> Set<D> released(Class<D> type) {
    Set<D> released = new HashSet<>(chains.released(type));
    released.addAll(configurations.released(type));
    released.removeIf(
        dependency ->
            Stream.of(chains, configurations)
                .anyMatch(user -> !user.dependentsOn(Set.of(dependency)).isEmpty()));
    return released;
  }

  private Optional<Made<List<FilterChain>>> chainsOf(
      String name, ObjectView view, Bindings bindings, Credentials status, Set<String> named) {
    ServerGroup servers = plan.groups().get(name);
    if (servers == null) {
      return Optional.empty();
    }
    RoutesDerivation.Asked asked = routes.asked(view, servers);
    Translated<List<FilterChain>> made =
        translator.filterChains(servers, bindings, status, group, asked::of);
    Set<Dependency> dependencies = new HashSet<>(Set.of(OnAll.GUARDS));
    if (servers.routing() != Routing.HTTP) {
      dependencies.addAll(
          asked.naming(
              made.value().stream().flatMap(FilterChain::clusters).collect(Collectors.toSet()),
              named));
    }
    for (CredentialKey key : servers.credentials(group.namespace())) {
      dependencies.add(new OnCredential(key));
      if (!made.value().isEmpty()) {
        dependencies.add(new NamesCredential(key));
      }
    }
    List<Finding> findings = new ArrayList<>(made.findings());
    if (!made.value().isEmpty()) {
      findings.addAll(translator.unguarded(servers, policies.guards()));
    }
    return Optional.of(new Made<>(made.value(), dependencies, findings));
  }

  private boolean isServed(String name) {
    return chains.get(name).filter(list -> !list.isEmpty()).isPresent();
  }

  private Optional<Made<RouteConfiguration>> configurationOf(
      String name, ObjectView view, Bindings bindings, Set<String> named) {
    if (!isServed(name) || plan.groups().get(name).routing() != Routing.HTTP) {
      return Optional.empty();
    }
    ServerGroup servers = plan.groups().get(name);
    RoutesDerivation.Asked asked = routes.asked(view, servers);
    Translated<RouteConfiguration> made =
        translator.routeConfiguration(servers, bindings, group, asked::of);
    return Optional.of(
        new Made<>(made.value(), asked.naming(made.value().clusters(), named), made.findings()));
  }

  private Set<String> touchedListeners(Set<String> newChains) {
    newChains.forEach(name -> touchPort(plan, name));
    return touchedListeners;
  }

  private Optional<Made<Listener>> listenerOf(String name) {
    List<FilterChain> present = new ArrayList<>();
    List<ListenerPort> port = new ArrayList<>();
    chains.forEach(
        (servers, made) -> {
          ListenerPort of = plan.groups().get(servers).port();
          if (!made.isEmpty() && translator.listenerNames(of).contains(name)) {
            present.addAll(made);
            port.add(of);
          }
        });
    present.sort(Comparator.comparing(FilterChain::name));
    return port.stream()
        .findFirst()
        .flatMap(of -> translator.listener(name, of, present))
        .map(listener -> new Made<>(listener, Set.of(), List.<Finding>of()));
  }

  private Set<CredentialKey> credentialsTouched(Set<String> newChains, Set<Dependency> changed) {
    Set<CredentialKey> touched = credentials.dependentsOn(changed);
    for (String name : newChains) {
      if (isServed(name)) {
        touched.addAll(plan.groups().get(name).credentials(group.namespace()));
      }
    }
    chains.dropped(NamesCredential.class).forEach(use -> touched.add(use.key()));
    touched.addAll(clusters.credentialsTouched());
    return touched;
  }

  private Optional<Made<Credential>> credentialOf(CredentialKey key, Credentials all) {
    return chains.dependentsOn(Set.of(new NamesCredential(key))).stream()
        .min(Comparator.naturalOrder())
        .flatMap(name -> chains.get(name).stream().flatMap(List::stream).findFirst())
        .map(FilterChain::origin)
        .or(() -> clusters.originNaming(key))
        .flatMap(
            origin ->
                all.get(key)
                    .map(
                        (CredentialStatus status) ->
                            new Made<>(
                                translator.credential(status, origin),
                                Set.of(new OnCredential(key)),
                                List.<Finding>of())));
  }

  public Optional<Listener> listener(String name) {
    return listeners.get(name);
  }

  public Optional<RouteConfiguration> routeConfiguration(String name) {
    return configurations.get(name);
  }

  public Optional<Cluster> cluster(String name) {
    return clusters.cluster(name);
  }

  public Optional<EndpointAssignment> endpoints(String cluster) {
    return clusters.endpoints(cluster);
  }

  public Optional<Credential> credential(CredentialKey key) {
    return credentials.get(key);
  }

  /** All clusters, by name. */
  public Supplier<List<Cluster>> clusters() {
    return clusters.clusters();
  }

  /** The endpoints of all clusters, by name. */
  public Supplier<List<EndpointAssignment>> endpoints() {
    return clusters.endpoints();
  }

  /** All credentials that chains and clusters name, by the name they have there. */
  public Supplier<List<Credential>> credentials() {
    Supplier<List<Credential>> now = credentials.values();
    return () -> now.get().stream().sorted(Comparator.comparing(Credential::name)).toList();
  }

  /** How many functions were run since the beginning. */
  public long runs() {
    return plans
        + policies.runs()
        + clusters.runs()
        + routes.runs()
        + Stream.of(chains, configurations, credentials, listeners)
            .mapToLong(Derivation::runs)
            .sum();
  }
}
