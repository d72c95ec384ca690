package io.gatehouse.status.report;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A connected Envoy.
 *
 * @param stream tells apart proxies that give the same id
 * @param group whose configuration it is served; absent until it is placed
 * @param peer its address
 */
public record ProxyStatus(
    String id,
    long stream,
    Optional<String> group,
    String namespace,
    Map<String, String> labels,
    String version,
    String peer,
    Instant connectedSince,
    List<TypeStatus> types) {

  /**
   * How far the resources of a type have come.
   *
   * @param sent how many it was sent or came with
   * @param acknowledged how many of these it has as they now are
   * @param pending how many it has not answered yet
   */
  public record TypeStatus(
      String type, int sent, int acknowledged, int pending, List<RefusedResource> refused) {}

  /**
   * A resource that it refused.
   *
   * @param detail Envoy's words
   * @param object the object it comes from
   */
  public record RefusedResource(
      String name, String version, String detail, String object, String field, Instant at) {}
}
