package io.gatehouse.status.report;

import java.util.List;

/**
 * A route, as one reads it in a table.
 *
 * @param order from 1, as Envoy tries them
 * @param match conditions in words, for example {@code path prefix /status and method = GET}
 * @param action what is done, in words
 * @param object the object it comes from, for example {@code VirtualService default/httpbin}
 * @param field the field of that object
 */
public record RouteEntry(
    int order,
    String match,
    String action,
    List<Destination> destinations,
    String object,
    String field) {

  /**
   * Where a share of the requests goes.
   *
   * @param weight relative to the others'
   * @param endpoints how many are used at first
   * @param draining how many are used only while no other is left
   */
  public record Destination(String cluster, int weight, int endpoints, int draining) {}
}
