package io.gatehouse.translate.istio;

import io.gatehouse.finding.FindingCode;
import io.gatehouse.finding.Origin;
import io.gatehouse.resource.ObjectName;
import io.gatehouse.resource.istio.HeaderOperations;
import io.gatehouse.resource.istio.HttpMatch;
import io.gatehouse.resource.istio.HttpRoute;
import io.gatehouse.resource.istio.HttpRoute.RouteAction;
import io.gatehouse.resource.istio.HttpRoute.RouteAction.Delegate;
import io.gatehouse.resource.istio.VirtualService;
import io.gatehouse.translate.common.Findings;
import io.gatehouse.translate.common.Words;
import io.gatehouse.translate.istio.EffectiveRoute.Place;
import io.gatehouse.view.ObjectLookup;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Puts the routes of delegates in the place of the routes that delegate to them, as Istio does. Of
 * a delegate that there is not, the requests are answered with 503.
 */
final class DelegateResolver {

  private static final String ANSWERED = ": its requests are answered with 503.";

  private final ObjectLookup objects;
  private final Findings findings;

  DelegateResolver(ObjectLookup objects, Findings findings) {
    this.objects = objects;
    this.findings = findings;
  }

  List<EffectiveRoute> resolve(VirtualService root) {
    return root.http().stream().flatMap(http -> resolve(root, http)).toList();
  }

  private Stream<EffectiveRoute> resolve(VirtualService root, HttpRoute http) {
    if (!(http.action() instanceof Delegate to)) {
      return Stream.of(EffectiveRoute.of(root, http));
    }
    Optional<VirtualService> delegate =
        delegate(root, to.virtualService(), root.origin(http).at("delegate"));
    return delegate.isEmpty()
        ? Stream.of(EffectiveRoute.of(root, unavailable(http)))
        : delegate.get().http().stream().flatMap(sub -> merge(root, http, delegate.get(), sub));
  }

  private static HttpRoute unavailable(HttpRoute http) {
    return new HttpRoute(
        http.index(),
        http.name(),
        http.matches(),
        RouteAction.DirectResponse.UNAVAILABLE,
        http.settings());
  }

  private Optional<VirtualService> delegate(VirtualService root, ObjectName name, Origin origin) {
    Optional<VirtualService> found = objects.virtualService(name);
    if (found.isEmpty()) {
      findings.error(
          FindingCode.DELEGATE_NOT_FOUND,
          origin,
          "There is no VirtualService " + Words.shown(name) + " to delegate to" + ANSWERED,
          "Create it, or name another; one of another namespace needs delegate.namespace.");
    } else if (!found.get().isDelegate()) {
      findings.error(
          FindingCode.DELEGATE_NOT_FOUND,
          origin,
          "VirtualService "
              + Words.shown(name)
              + " cannot be delegated to, since it has hosts, gateways or no route in http"
              + ANSWERED,
          "Take hosts and gateways out of it, and write its routes below http.");
      return Optional.empty();
    } else if (!found.get().visibleIn(root.metadata().namespace())) {
      findings.error(
          FindingCode.NOT_EXPORTED,
          origin,
          "VirtualService "
              + Words.shown(name)
              + " is not exported to namespace "
              + Words.shown(root.metadata().namespace())
              + ANSWERED,
          "Add the namespace to its exportTo, or leave exportTo out.");
      return Optional.empty();
    }
    return found;
  }

  private Stream<EffectiveRoute> merge(
      VirtualService root, HttpRoute http, VirtualService delegate, HttpRoute sub) {
    Optional<List<HttpMatch>> matches = DelegateMatches.merge(http.matches(), sub.matches());
    if (matches.isEmpty()) {
      findings.error(
          FindingCode.DELEGATE_CONFLICT,
          delegate.origin(sub).at("match"),
          "The route is left out where "
              + Words.shown(root.origin(http))
              + " delegates to it: one of its matches lies within none of that route's.",
          "Narrow the match, for example to a longer prefix of the same path.");
      return Stream.empty();
    }
    Place place = Place.of(delegate, sub);
    Place above = Place.of(root, http);
    HttpRoute merged =
        new HttpRoute(
            sub.index(),
            DelegateMatches.joined(http.name(), sub.name()),
            matches.get(),
            sub.action(),
            sub.settings().inheriting(http.settings()));
    boolean ownHeaders = !sub.settings().headers().equals(HeaderOperations.NONE);
    return Stream.of(
        new EffectiveRoute(
            merged,
            place,
            sub.matches().isEmpty() ? above : place,
            ownHeaders ? place : above,
            sub.settings().mirrors().isPresent() ? place : above));
  }
}
