package io.gatehouse.pipeline;

import com.google.protobuf.Message;
import io.gatehouse.credential.Content;
import io.gatehouse.envoy.EnvoyResources;
import io.gatehouse.envoy.Serialized;
import io.gatehouse.finding.Origin;
import io.gatehouse.model.Cluster;
import io.gatehouse.model.Credential;
import io.gatehouse.model.EndpointAssignment;
import io.gatehouse.model.Listener;
import io.gatehouse.model.Route;
import io.gatehouse.model.RouteConfiguration;
import io.gatehouse.xds.XdsResource;
import io.gatehouse.xds.XdsType;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Encodes the resources of one group; one whose model is equal to that of the round before is taken
 * over as it is, bytes and all.
 */
final class ResourceEncoder {

  private record Encoded(Object model, XdsResource resource) {}

  private Map<XdsType, Map<String, Encoded>> previous = new EnumMap<>(XdsType.class);
  private Map<XdsType, Map<String, Encoded>> current = new EnumMap<>(XdsType.class);

  /** Begins a round; what is not encoded in it is forgotten with the next one. */
  void nextRound() {
    previous = current;
    current = new EnumMap<>(XdsType.class);
  }

  XdsResource listener(Listener listener) {
    return encode(
        XdsType.LISTENER,
        listener.name(),
        listener,
        listener.origin(),
        Set.of(),
        "",
        () -> EnvoyResources.listener(listener));
  }

  XdsResource routeConfiguration(RouteConfiguration routes) {
    return encode(
        XdsType.ROUTE,
        routes.name(),
        routes,
        routes.origin(),
        clustersOf(routes),
        "",
        () -> EnvoyResources.routeConfiguration(routes));
  }

  XdsResource cluster(Cluster cluster) {
    return encode(
        XdsType.CLUSTER,
        cluster.name(),
        cluster,
        cluster.origin(),
        Set.of(),
        "",
        () -> EnvoyResources.cluster(cluster));
  }

  XdsResource endpoints(EndpointAssignment assignment) {
    return encode(
        XdsType.ENDPOINT,
        assignment.cluster(),
        assignment,
        assignment.origin(),
        Set.of(),
        "",
        () -> EnvoyResources.endpointAssignment(assignment));
  }

  /** {@code content} is what {@code credential}'s fingerprint stands for. */
  XdsResource secret(Credential credential, Content content) {
    Origin secret = credential.origin();
    String label =
        "secret=%s/%s serial=%s"
            .formatted(secret.namespace(), secret.name(), content.certificates().get(0).serial());
    return encode(
            XdsType.SECRET,
            credential.name(),
            credential,
            secret,
            Set.of(),
            label,
            () -> EnvoyResources.secret(credential.name(), content))
        .rewordedBy(
            () -> Serialized.pack(EnvoyResources.rewordedSecret(credential.name(), content)));
  }

  private XdsResource encode(
      XdsType type,
      String name,
      Object model,
      Origin origin,
      Set<String> clusters,
      String label,
      Supplier<Message> message) {
    Encoded last = current.getOrDefault(type, Map.of()).get(name);
    if (last == null) {
      last = previous.getOrDefault(type, Map.of()).get(name);
    }
    Encoded encoded = last;
    if (last == null || !last.model().equals(model)) {
      Serialized bytes = Serialized.of(message.get());
      encoded =
          new Encoded(
              model,
              new XdsResource(type, name, bytes.version(), bytes.body(), clusters, origin, label));
    }
    current.computeIfAbsent(type, t -> new HashMap<>()).put(name, encoded);
    return encoded.resource();
  }

  private static Set<String> clustersOf(RouteConfiguration routes) {
    return routes.virtualHosts().stream()
        .flatMap(host -> host.routes().stream())
        .map(Route::action)
        .filter(Route.Action.Forward.class::isInstance)
        .flatMap(action -> ((Route.Action.Forward) action).clusters().stream())
        .map(Route.WeightedCluster::cluster)
        .collect(Collectors.toSet());
  }
}
