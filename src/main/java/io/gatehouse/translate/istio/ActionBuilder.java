package io.gatehouse.translate.istio;

import io.gatehouse.finding.Origin;
import io.gatehouse.model.Mirror;
import io.gatehouse.model.PathRewrite;
import io.gatehouse.model.Route.Action;
import io.gatehouse.model.Route.HashPolicy;
import io.gatehouse.model.Route.WeightedCluster;
import io.gatehouse.resource.istio.HttpMirror;
import io.gatehouse.resource.istio.HttpRewrite;
import io.gatehouse.resource.istio.HttpRoute.RouteAction;
import io.gatehouse.resource.istio.HttpRoute.WeightedDestination;
import io.gatehouse.resource.istio.RouteSettings;
import io.gatehouse.translate.istio.DestinationResolver.Target;
import io.gatehouse.translate.istio.EffectiveRoute.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What becomes of the requests of a route. */
final class ActionBuilder {

  private final DestinationResolver destinations;
  private final HeaderChangesBuilder headers;

  ActionBuilder(DestinationResolver destinations, HeaderChangesBuilder headers) {
    this.destinations = destinations;
    this.headers = headers;
  }

  Action build(EffectiveRoute route) {
    RouteAction action = route.http().action();
    if (action instanceof RouteAction.Redirect redirect) {
      return redirect(redirect);
    }
    return action instanceof RouteAction.Forward forward
        ? forward(route, forward)
        : response((RouteAction.DirectResponse) action);
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

  private static Action response(RouteAction.DirectResponse response) {
    return new Action.DirectResponse(
        response.status(),
        response.base64()
            ? new Action.DirectResponse.Body.Bytes(response.body())
            : new Action.DirectResponse.Body.Text(response.body()));
  }

  private Action forward(EffectiveRoute route, RouteAction.Forward forward) {
    Shares shares = Shares.of(forward.destinations());
    RouteSettings settings = route.http().settings();
    Optional<String> host =
        settings
            .rewrite()
            .flatMap(HttpRewrite::authority)
            .or(() -> HeaderChangesBuilder.hostRewrite(settings.headers()));
    List<WeightedCluster> clusters = new ArrayList<>();
    List<HashPolicy> hashPolicies = new ArrayList<>();
    for (WeightedDestination destination : shares.destinations()) {
      Origin origin = route.own().origin().at("route").at(destination.index());
      Target target =
          destinations.resolve(
              route.own().object(), destination.destination(), origin.at("destination"));
      hashPolicies.addAll(target.hashPolicies());
      clusters.add(
          new WeightedCluster(
              target.cluster(),
              shares.weight(destination),
              headers.build(destination.headers(), true, origin.at("headers")),
              HeaderChangesBuilder.hostRewrite(destination.headers()).or(() -> host)));
    }
    return new Action.Forward(
        clusters,
        settings.timeout().filter(timeout -> !timeout.isZero()),
        RetryPolicyBuilder.build(settings.retries()),
        hashPolicies.stream().distinct().toList(),
        settings.rewrite().flatMap(ActionBuilder::path),
        mirrors(route.mirrors(), settings.mirrors().orElse(List.of())));
  }

  private static Optional<PathRewrite> path(HttpRewrite rewrite) {
    return rewrite
        .uri()
        .<PathRewrite>map(PathRewrite.Matched::new)
        .or(() -> rewrite.regex().map(r -> new PathRewrite.Regex(r.match(), r.rewrite())));
  }

  private List<Mirror> mirrors(Place place, List<HttpMirror> mirrors) {
    return mirrors.stream()
        .map(
            mirror ->
                new Mirror(
                    destinations
                        .resolve(
                            place.object(), mirror.destination(), place.origin().at(mirror.field()))
                        .cluster(),
                    mirror.perMillion()))
        .toList();
  }
}
