package io.gatehouse.cases;

import io.gatehouse.envoy.EnvoyResources;
import io.gatehouse.envoy.Serialized;
import io.gatehouse.finding.Origin;
import io.gatehouse.model.GatewayModel;
import io.gatehouse.model.Route;
import io.gatehouse.model.Route.Action.Forward;
import io.gatehouse.model.Route.WeightedCluster;
import io.gatehouse.model.RouteConfiguration;
import io.gatehouse.testing.EnvoyMessages;
import io.gatehouse.xds.Snapshot;
import io.gatehouse.xds.XdsResource;
import io.gatehouse.xds.XdsType;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A case's outcome as an Envoy gets it. */
final class WireForm {

  private WireForm() {}

  static Snapshot of(Outcome outcome) {
    GatewayModel model = outcome.model();
    Stream<XdsResource> resources =
        Stream.of(
                each(
                    model.clusters(),
                    one ->
                        resource(
                            XdsType.CLUSTER,
                            one.name(),
                            EnvoyResources.cluster(one),
                            one.origin())),
                each(
                    model.endpointAssignments(),
                    one ->
                        resource(
                            XdsType.ENDPOINT,
                            one.cluster(),
                            EnvoyResources.endpointAssignment(one),
                            one.origin())),
                each(
                    model.listeners(),
                    one ->
                        resource(
                            XdsType.LISTENER, one.name(), EnvoyMessages.bytes(one), one.origin())),
                each(model.routeConfigurations(), WireForm::route),
                each(
                    model.credentials(),
                    one ->
                        resource(
                            XdsType.SECRET,
                            one.name(),
                            EnvoyResources.secret(one.name(), outcome.contents().get(one.name())),
                            one.origin())))
            .flatMap(List::stream);
    return new Snapshot(byTypeAndName(resources), Set.of());
  }

  private static Map<XdsType, Map<String, XdsResource>> byTypeAndName(
      Stream<XdsResource> resources) {
    return resources.collect(
        Collectors.groupingBy(
            XdsResource::type, Collectors.toMap(XdsResource::name, Function.identity())));
  }

  private static <M> List<XdsResource> each(
      Collection<M> models, Function<M, XdsResource> resource) {
    return models.stream().map(resource).toList();
  }

  private static XdsResource resource(
      XdsType type, String name, Serialized serialized, Origin origin) {
    return resource(type, name, serialized, Set.of(), origin);
  }

  private static XdsResource resource(
      XdsType type, String name, Serialized serialized, Set<String> clusters, Origin origin) {
    return new XdsResource(
        type, name, serialized.version(), serialized.body(), clusters, origin, "");
  }

  private static XdsResource route(RouteConfiguration configuration) {
    Set<String> clusters =
        configuration.virtualHosts().stream()
            .flatMap(host -> host.routes().stream())
            .map(Route::action)
            .filter(Forward.class::isInstance)
            .flatMap(forward -> ((Forward) forward).clusters().stream())
            .map(WeightedCluster::cluster)
            .collect(Collectors.toSet());
    return resource(
        XdsType.ROUTE,
        configuration.name(),
        EnvoyMessages.bytes(configuration),
        clusters,
        configuration.origin());
  }
}
