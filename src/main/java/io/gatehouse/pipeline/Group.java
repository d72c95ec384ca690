package io.gatehouse.pipeline;

import com.google.common.base.Suppliers;
import com.google.common.collect.Sets;
import io.gatehouse.credential.Content;
import io.gatehouse.credential.CredentialKey;
import io.gatehouse.credential.CredentialStatus;
import io.gatehouse.credential.Credentials;
import io.gatehouse.envoy.EnvoyResources;
import io.gatehouse.finding.Finding;
import io.gatehouse.finding.FindingCode;
import io.gatehouse.finding.ForeignText;
import io.gatehouse.finding.Origin;
import io.gatehouse.model.Cluster;
import io.gatehouse.model.Credential;
import io.gatehouse.model.EndpointAssignment;
import io.gatehouse.model.GatewayModel;
import io.gatehouse.model.Listener;
import io.gatehouse.model.Listener.FilterChain;
import io.gatehouse.model.RouteConfiguration;
import io.gatehouse.model.RouteConfiguration.VirtualHost;
import io.gatehouse.pipeline.derive.Dependency;
import io.gatehouse.pipeline.derive.FindingCounts;
import io.gatehouse.pipeline.derive.GroupDerivation;
import io.gatehouse.resource.ObjectName;
import io.gatehouse.resource.ProxyGroup;
import io.gatehouse.translate.istio.Bindings;
import io.gatehouse.translate.istio.Translator;
import io.gatehouse.view.ObjectView;
import io.gatehouse.xds.Snapshot;
import io.gatehouse.xds.XdsResource;
import io.gatehouse.xds.XdsType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * One group of proxies: what is derived for it becomes what its streams are served, as Envoy's
 * refusals left it. Owned by the pipeline's thread.
 */
final class Group {

  private final ProxyGroup proxies;
  private final Translator translator;
  private final GroupDerivation derivation;
  private final ResourceEncoder encoder;
  private final FindingCounts findings = new FindingCounts();
  private final CompositeResources<Listener, FilterChain> listeners;
  private final CompositeResources<RouteConfiguration, VirtualHost> routes;
  private Publication published;
  private boolean complete;
  private final List<GroupDerivation.Changes> followed = new ArrayList<>();

  /**
   * What a group is served.
   *
   * @param model worked out when it is first asked for
   * @param changed names that are not what they were in the publication before, by type
   */
  record Publication(
      Supplier<GatewayModel> model,
      Credentials credentials,
      Snapshot snapshot,
      Map<XdsType, Set<String>> changed,
      List<Finding> findings) {

    static final Publication NOTHING =
        new Publication(
            () -> GatewayModel.EMPTY, Credentials.NONE, Snapshot.EMPTY, Map.of(), List.of());
  }

  /**
   * @param encoder shared by all groups
   */
  Group(ProxyGroup proxies, Translator translator, ResourceEncoder encoder) {
    this(proxies, translator, encoder, Publication.NOTHING);
  }

  private Group(
      ProxyGroup proxies, Translator translator, ResourceEncoder encoder, Publication published) {
    this.proxies = proxies;
    this.translator = translator;
    this.published = published;
    this.derivation = new GroupDerivation(translator, proxies, findings);
    this.encoder = encoder;
    this.listeners =
        new CompositeResources<>(
            new CompositeResources.Kind<>(
                Listener::filterChains,
                FilterChain::name,
                Listener::with,
                encoder::filterChain,
                encoder::listener,
                false,
                Group::refusedChain),
            findings);
    this.routes =
        new CompositeResources<>(
            new CompositeResources.Kind<>(
                RouteConfiguration::virtualHosts,
                VirtualHost::name,
                RouteConfiguration::with,
                (configuration, host) -> EnvoyResources.virtualHost(host),
                encoder::routeConfiguration,
                true,
                Group::refusedHost),
            findings);
  }

  /** The same group, with what it published and nothing that is derived. */
  Group anew() {
    return new Group(proxies, translator, encoder, published);
  }

  ProxyGroup proxies() {
    return proxies;
  }

  Publication published() {
    return published;
  }

  /**
   * Puts servers on ports, which {@link #follow} goes on from.
   *
   * @return whether other credentials are asked for
   */
  boolean plan(ObjectView view, Set<Dependency> changed) {
    return derivation.plan(view, changed);
  }

  Set<CredentialKey> credentialsAsked() {
    return derivation.credentialsAsked();
  }

  /**
   * Follows what has changed, credentials among it; {@link #publish} comes after it.
   *
   * @return whether other credentials are asked for, which then have to be followed too
   */
  boolean follow(
      ObjectView view, Bindings bindings, Credentials credentials, Set<Dependency> changed) {
    followed.add(derivation.update(view, bindings, credentials, changed));
    return derivation.asksOthers();
  }

  /**
   * Makes the next publication out of what was followed; the same instance as before where nothing
   * is different.
   */
  Publication publish(Credentials credentials) {
    GroupDerivation.Changes changes = GroupDerivation.Changes.all(followed);
    followed.clear();
    if (!complete) {
      changes = and(changes, published.snapshot());
      complete = true;
    }
    Map<XdsType, Map<String, Optional<XdsResource>>> encoded = encode(changes, credentials);
    Publication before = published;
    boolean same =
        encoded.values().stream().allMatch(Map::isEmpty)
            && before.credentials() == credentials
            && before.findings() == findings.sorted()
            && before != Publication.NOTHING;
    if (!same) {
      Snapshot snapshot = before.snapshot().with(encoded, held(before.snapshot(), changes));
      published =
          new Publication(
              model(),
              credentials,
              snapshot,
              SnapshotChanges.between(before.snapshot(), snapshot, encoded),
              findings.sorted());
    }
    return published;
  }

  /** These changes, and all that is served and may not be any more. */
  private static GroupDerivation.Changes and(GroupDerivation.Changes changes, Snapshot served) {
    Set<String> secrets =
        changes.credentials().stream().map(CredentialKey::sdsName).collect(Collectors.toSet());
    return new GroupDerivation.Changes(
        Sets.union(changes.listeners(), served.of(XdsType.LISTENER).keySet()),
        Sets.union(changes.routeConfigurations(), served.of(XdsType.ROUTE).keySet()),
        Sets.union(changes.clusters(), served.of(XdsType.CLUSTER).keySet()),
        Sets.union(changes.endpoints(), served.of(XdsType.ENDPOINT).keySet()),
        Sets.union(
            changes.credentials(),
            Sets.union(served.of(XdsType.SECRET).keySet(), served.held()).stream()
                .filter(name -> !secrets.contains(name))
                .map(name -> CredentialKey.keyPair(new ObjectName("", name)))
                .collect(Collectors.toSet())));
  }

  private Map<XdsType, Map<String, Optional<XdsResource>>> encode(
      GroupDerivation.Changes changes, Credentials credentials) {
    Map<XdsType, Map<String, Optional<XdsResource>>> encoded = new EnumMap<>(XdsType.class);
    encoded.put(XdsType.LISTENER, listeners.update(changes.listeners(), derivation::listener));
    encoded.put(
        XdsType.ROUTE,
        routes.update(changes.routeConfigurations(), derivation::routeConfiguration));
    encoded.put(
        XdsType.CLUSTER,
        encode(changes.clusters(), name -> derivation.cluster(name).map(encoder::cluster)));
    encoded.put(
        XdsType.ENDPOINT,
        encode(changes.endpoints(), name -> derivation.endpoints(name).map(encoder::endpoints)));
    Map<String, Optional<XdsResource>> secrets = new HashMap<>();
    changes
        .credentials()
        .forEach(
            key ->
                secrets.put(
                    key.sdsName(),
                    derivation.credential(key).flatMap(named -> secret(key, named, credentials))));
    encoded.put(XdsType.SECRET, secrets);
    return encoded;
  }

  private Set<String> held(Snapshot before, GroupDerivation.Changes changes) {
    Set<String> held = new HashSet<>(before.held());
    for (CredentialKey key : changes.credentials()) {
      if (derivation.credential(key).filter(Credential::held).isPresent()) {
        held.add(key.sdsName());
      } else {
        held.remove(key.sdsName());
      }
    }
    return held;
  }

  private static Map<String, Optional<XdsResource>> encode(
      Set<String> names, Function<String, Optional<XdsResource>> encode) {
    Map<String, Optional<XdsResource>> encoded = new HashMap<>();
    names.forEach(name -> encoded.put(name, encode.apply(name)));
    return encoded;
  }

  private Optional<XdsResource> secret(
      CredentialKey key, Credential credential, Credentials credentials) {
    Optional<Content> content = credentials.get(key).flatMap(CredentialStatus::content);
    return content
        .filter(bytes -> !credential.held())
        .map(bytes -> encoder.secret(credential, bytes));
  }

  private Supplier<GatewayModel> model() {
    Supplier<List<Listener>> servedListeners = listeners.admitted();
    Supplier<List<RouteConfiguration>> servedRoutes = routes.admitted();
    Supplier<List<Cluster>> clusters = derivation.clusters();
    Supplier<List<EndpointAssignment>> endpoints = derivation.endpoints();
    Supplier<List<Credential>> credentials = derivation.credentials();
    return Suppliers.memoize(
        () ->
            new GatewayModel(
                servedListeners.get(),
                servedRoutes.get(),
                clusters.get(),
                endpoints.get(),
                credentials.get()));
  }

  private static Finding refusedChain(Isolation.Refusal<FilterChain> refusal) {
    return refused(
        refusal.part().origin(), "Envoy refuses the filter chain of this server", refusal.detail());
  }

  private static Finding refusedHost(Isolation.Refusal<VirtualHost> refusal) {
    return refused(
        refusal.part().origin(),
        "Envoy refuses the virtual host " + refusal.part().name(),
        refusal.detail());
  }

  private static Finding refused(Origin origin, String what, String detail) {
    return Finding.error(
        FindingCode.REFUSED_BY_ENVOY,
        origin,
        "%s in its present form and goes on with what it had before. It says: \"%s\"."
            .formatted(what, ForeignText.shown(detail)),
        "Change what Envoy names in this object; everything else is served.");
  }

  /** Whether a refused part of such a resource is told apart from the rest of it. */
  static boolean isIsolated(XdsType type) {
    return type == XdsType.LISTENER || type == XdsType.ROUTE;
  }

  void acknowledged(long stream, XdsType type, Map<String, String> versions) {
    composites(type).acknowledged(stream, versions);
  }

  void refused(long stream, XdsType type, Collection<XdsResource> resources, String detail) {
    composites(type).refused(stream, resources, detail);
  }

  private CompositeResources<?, ?> composites(XdsType type) {
    return type == XdsType.LISTENER ? listeners : routes;
  }

  void streamClosed(long stream) {
    listeners.streamClosed(stream);
    routes.streamClosed(stream);
  }

  /** How many functions were run since the beginning. */
  long runs() {
    return derivation.runs();
  }
}
