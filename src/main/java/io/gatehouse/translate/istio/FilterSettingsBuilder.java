package io.gatehouse.translate.istio;

import io.gatehouse.model.Cors;
import io.gatehouse.model.Fault;
import io.gatehouse.model.Route.Filters;
import io.gatehouse.resource.istio.CorsPolicy;
import io.gatehouse.resource.istio.HttpFault;
import io.gatehouse.resource.istio.RouteSettings;

/** What a route asks of HTTP filters. */
final class FilterSettingsBuilder {

  private FilterSettingsBuilder() {}

  static Filters build(RouteSettings settings) {
    return settings.fault().isEmpty() && settings.cors().isEmpty()
        ? Filters.NONE
        : new Filters(
            settings.fault().map(FilterSettingsBuilder::fault),
            settings.cors().map(FilterSettingsBuilder::cors));
  }

  private static Fault fault(HttpFault fault) {
    return new Fault(
        fault.delay().map(delay -> new Fault.Delay(delay.fixed(), delay.perMillion())),
        fault.abort().map(a -> new Fault.Abort(a.grpc(), a.status(), a.perMillion())));
  }

  private static Cors cors(CorsPolicy policy) {
    return new Cors(
        policy.origins().stream().map(MatchBuilder::text).toList(),
        policy.methods(),
        policy.headers(),
        policy.exposed(),
        policy.maxAge(),
        policy.credentials(),
        policy.forwardsUnmatched());
  }
}
