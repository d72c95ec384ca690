package io.gatehouse.pipeline;

import io.gatehouse.credential.Content;
import io.gatehouse.credential.CredentialKey;
import io.gatehouse.credential.CredentialStatus;
import io.gatehouse.credential.Credentials;
import io.gatehouse.finding.Finding;
import io.gatehouse.finding.FindingCode;
import io.gatehouse.finding.ForeignText;
import io.gatehouse.finding.Origin;
import io.gatehouse.model.Credential;
import io.gatehouse.model.GatewayModel;
import io.gatehouse.model.Listener;
import io.gatehouse.model.Listener.FilterChain;
import io.gatehouse.model.RouteConfiguration;
import io.gatehouse.model.RouteConfiguration.VirtualHost;
import io.gatehouse.resource.ObjectName;
import io.gatehouse.resource.ProxyGroup;
import io.gatehouse.translate.Translation;
import io.gatehouse.xds.Snapshot;
import io.gatehouse.xds.XdsResource;
import io.gatehouse.xds.XdsType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;

/** From a translation to the snapshot of one group of proxies. Owned by the pipeline's thread. */
final class Group {

  private final ProxyGroup proxies;
  private final ResourceEncoder encoder = new ResourceEncoder();
  private final Map<String, Isolation<FilterChain>> listeners = new HashMap<>();
  private final Map<String, Isolation<VirtualHost>> routes = new HashMap<>();
  private Publication published = Publication.NOTHING;

  Group(ProxyGroup proxies) {
    this.proxies = proxies;
  }

  /** What a group is served, as Envoy's refusals left it. */
  record Publication(GatewayModel model, Snapshot snapshot, List<Finding> findings) {

    static final Publication NOTHING =
        new Publication(GatewayModel.EMPTY, Snapshot.EMPTY, List.of());
  }

  ProxyGroup proxies() {
    return proxies;
  }

  Publication published() {
    return published;
  }

  /** Makes the next publication. */
  Publication publish(Translation translation, Credentials credentials) {
    encoder.nextRound();
    GatewayModel wanted = translation.model();
    Map<XdsType, Map<String, XdsResource>> resources = new EnumMap<>(XdsType.class);

    List<Listener> admittedListeners = new ArrayList<>();
    Map<String, XdsResource> encodedListeners = new HashMap<>();
    for (Listener listener : wanted.listeners()) {
      admit(
          listener,
          listeners.computeIfAbsent(listener.name(), n -> new Isolation<>(FilterChain::name)),
          Listener::filterChains,
          Listener::with,
          encoder::listener,
          admittedListeners,
          encodedListeners);
    }
    resources.put(XdsType.LISTENER, encodedListeners);

    List<RouteConfiguration> admittedRoutes = new ArrayList<>();
    Map<String, XdsResource> encodedRoutes = new HashMap<>();
    for (RouteConfiguration configuration : wanted.routeConfigurations()) {
      admit(
          configuration,
          routes.computeIfAbsent(configuration.name(), n -> new Isolation<>(VirtualHost::name)),
          RouteConfiguration::virtualHosts,
          RouteConfiguration::with,
          encoder::routeConfiguration,
          admittedRoutes,
          encodedRoutes);
    }
    resources.put(XdsType.ROUTE, encodedRoutes);
    listeners.keySet().retainAll(names(wanted.listeners(), Listener::name));
    routes.keySet().retainAll(names(wanted.routeConfigurations(), RouteConfiguration::name));

    resources.put(XdsType.CLUSTER, encode(wanted.clusters(), encoder::cluster));
    resources.put(XdsType.ENDPOINT, encode(wanted.endpointAssignments(), encoder::endpoints));
    resources.put(
        XdsType.SECRET,
        wanted.credentials().stream()
            .filter(credential -> !credential.held())
            .map(credential -> secret(credential, credentials))
            .flatMap(Optional::stream)
            .collect(Collectors.toMap(XdsResource::name, Function.identity())));

    Set<String> held =
        wanted.credentials().stream()
            .filter(Credential::held)
            .map(Credential::name)
            .collect(Collectors.toSet());
    Snapshot snapshot = new Snapshot(resources, held);
    GatewayModel model =
        new GatewayModel(
            admittedListeners,
            admittedRoutes,
            wanted.clusters(),
            wanted.endpointAssignments(),
            wanted.credentials());
    published = new Publication(model, snapshot, findings(translation));
    return published;
  }

  private static <T> Set<String> names(List<T> items, Function<T, String> nameOf) {
    return items.stream().map(nameOf).collect(Collectors.toSet());
  }

  /** A listener whose every chain is refused is no listener: nothing is added. */
  private static <R, P> void admit(
      R resource,
      Isolation<P> isolation,
      Function<R, List<P>> partsOf,
      BiFunction<R, List<P>, R> with,
      Function<R, XdsResource> encode,
      List<R> admitted,
      Map<String, XdsResource> encoded) {
    R form;
    XdsResource bytes;
    List<P> parts;
    do {
      parts = isolation.admit(partsOf.apply(resource));
      form = with.apply(resource, parts);
      bytes = encode.apply(form);
    } while (isolation.settled(bytes.version(), parts));
    if (bytes.type() == XdsType.LISTENER && parts.isEmpty()) {
      return;
    }
    admitted.add(form);
    encoded.put(bytes.name(), bytes);
  }

  private static <T> Map<String, XdsResource> encode(
      List<T> models, Function<T, XdsResource> encode) {
    return models.stream()
        .map(encode)
        .collect(Collectors.toMap(XdsResource::name, Function.identity()));
  }

  private Optional<XdsResource> secret(Credential credential, Credentials credentials) {
    String name = credential.name();
    CredentialKey key =
        credential.kind() == Credential.Kind.KEY_PAIR
            ? CredentialKey.keyPair(new ObjectName(proxies.namespace(), name))
            : CredentialKey.clientCa(new ObjectName(proxies.namespace(), baseName(name)));
    Optional<Content> content = credentials.get(key).flatMap(CredentialStatus::content);
    return content.map(bytes -> encoder.secret(credential, bytes));
  }

  private static String baseName(String sdsName) {
    return sdsName.substring(0, sdsName.length() - CredentialKey.CA_SUFFIX.length());
  }

  private List<Finding> findings(Translation translation) {
    List<Finding> findings = new ArrayList<>(translation.findings());
    listeners.values().forEach(i -> i.refusals().forEach(r -> findings.add(refusedChain(r))));
    routes.values().forEach(i -> i.refusals().forEach(r -> findings.add(refusedHost(r))));
    findings.sort(null);
    return findings.stream().distinct().toList();
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

  /**
   * @return whether the next publication may differ
   */
  boolean acknowledged(long stream, XdsType type, Map<String, String> versions) {
    boolean changed = false;
    for (Map.Entry<String, String> version : versions.entrySet()) {
      Optional<Isolation<?>> isolation = isolation(type, version.getKey());
      changed |= isolation.isPresent() && isolation.get().acknowledged(stream, version.getValue());
    }
    return changed;
  }

  /**
   * @return whether the next publication may differ
   */
  boolean refused(long stream, Collection<XdsResource> resources, String detail) {
    boolean changed = false;
    for (XdsResource resource : resources) {
      Optional<Isolation<?>> isolation = isolation(resource.type(), resource.name());
      changed |=
          isolation.isPresent() && isolation.get().refused(stream, resource.version(), detail);
    }
    return changed;
  }

  /** Whether a refused part of such a resource is told apart from the rest of it. */
  static boolean isIsolated(XdsType type) {
    return type == XdsType.LISTENER || type == XdsType.ROUTE;
  }

  private Optional<Isolation<?>> isolation(XdsType type, String name) {
    if (type == XdsType.LISTENER) {
      return Optional.ofNullable(listeners.get(name));
    }
    return type == XdsType.ROUTE ? Optional.ofNullable(routes.get(name)) : Optional.empty();
  }

  void streamClosed(long stream) {
    listeners.values().forEach(isolation -> isolation.streamClosed(stream));
    routes.values().forEach(isolation -> isolation.streamClosed(stream));
  }
}
