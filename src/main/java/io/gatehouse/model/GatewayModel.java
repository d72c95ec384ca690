package io.gatehouse.model;

import java.util.List;

/**
 * Everything one group of proxies is served. Each list is sorted by name and names are unique
 * within it.
 */
public record GatewayModel(
    List<Listener> listeners,
    List<RouteConfiguration> routeConfigurations,
    List<Cluster> clusters,
    List<EndpointAssignment> endpointAssignments,
    List<Credential> credentials) {

  public static final GatewayModel EMPTY =
      new GatewayModel(List.of(), List.of(), List.of(), List.of(), List.of());

  public GatewayModel {
    listeners = List.copyOf(listeners);
    routeConfigurations = List.copyOf(routeConfigurations);
    clusters = List.copyOf(clusters);
    endpointAssignments = List.copyOf(endpointAssignments);
    credentials = List.copyOf(credentials);
  }
}
