package io.gatehouse.translate.istio;

import io.gatehouse.finding.Origin;
import io.gatehouse.resource.istio.HttpRoute;
import io.gatehouse.resource.istio.VirtualService;

/**
 * A route as it counts: a VirtualService's own, or a delegate's with what it takes from the route
 * that delegates.
 *
 * @param own where its action is written
 * @param matches where its matches are
 * @param headers where its operations on headers are
 * @param mirrors where its mirrors are
 */
record EffectiveRoute(HttpRoute http, Place own, Place matches, Place headers, Place mirrors) {

  /**
   * An object and its {@code http[i]}.
   *
   * @param object short names of hosts are of its namespace
   */
  record Place(VirtualService object, Origin origin) {

    static Place of(VirtualService object, HttpRoute http) {
      return new Place(object, object.origin(http));
    }
  }

  static EffectiveRoute of(VirtualService object, HttpRoute http) {
    Place place = Place.of(object, http);
    return new EffectiveRoute(http, place, place, place, place);
  }
}
