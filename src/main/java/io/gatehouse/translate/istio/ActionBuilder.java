package io.gatehouse.translate.istio;

import io.gatehouse.finding.Origin;
import io.gatehouse.model.Route.Action;
import io.gatehouse.model.Route.HashPolicy;
import io.gatehouse.model.Route.RetryPolicy;
import io.gatehouse.model.Route.WeightedCluster;
import io.gatehouse.resource.istio.HttpRoute;
import io.gatehouse.resource.istio.HttpRoute.RouteAction;
import io.gatehouse.resource.istio.HttpRoute.WeightedDestination;
import io.gatehouse.resource.istio.VirtualService;
import io.gatehouse.translate.istio.DestinationResolver.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where the requests of a route go. */
final class ActionBuilder {

  /** Istio's default for a route that says nothing of retries. */
  static final RetryPolicy DEFAULT_RETRIES =
      new RetryPolicy(
          2, "connect-failure,refused-stream,unavailable,cancelled,retriable-status-codes", 5);

  private final DestinationResolver destinations;
  private final HeaderChangesBuilder headers;

  ActionBuilder(DestinationResolver destinations, HeaderChangesBuilder headers) {
    this.destinations = destinations;
    this.headers = headers;
  }

  Action build(VirtualService virtualService, HttpRoute http) {
    return http.action() instanceof RouteAction.Redirect redirect
        ? redirect(redirect)
        : forward(virtualService, http, (RouteAction.Forward) http.action());
  }

  private static Action redirect(RouteAction.Redirect redirect) {
    return new Action.Redirect(
        redirect.prefixRewrite() ? Optional.empty() : redirect.uri(),
        redirect.prefixRewrite() ? redirect.uri() : Optional.empty(),
        redirect.authority(),
        redirect.scheme(),
        redirect.port(),
        redirect.code());
  }

  private Action forward(
      VirtualService virtualService, HttpRoute http, RouteAction.Forward forward) {
    Shares shares = Shares.of(forward.destinations());
    List<WeightedCluster> clusters = new ArrayList<>();
    List<HashPolicy> hashPolicies = new ArrayList<>();
    for (WeightedDestination destination : shares.destinations()) {
      Origin origin = virtualService.origin(http).at("route").at(destination.index());
      Target target =
          destinations.resolve(virtualService, destination.destination(), origin.at("destination"));
      hashPolicies.addAll(target.hashPolicies());
      clusters.add(
          new WeightedCluster(
              target.cluster(),
              shares.weight(destination),
              headers.build(destination.headers(), true, origin.at("headers")),
              HeaderChangesBuilder.hostRewrite(destination.headers())
                  .or(() -> HeaderChangesBuilder.hostRewrite(http.headers()))));
    }
    return new Action.Forward(
        clusters,
        http.timeout(),
        Optional.of(DEFAULT_RETRIES),
        hashPolicies.stream().distinct().toList());
  }
}
