package io.gatehouse.status.report;

import com.fasterxml.jackson.annotation.JsonRawValue;
import java.util.List;
import java.util.Optional;

/**
 * What a connected Envoy is to hold and does hold.
 *
 * @param stream tells apart proxies that give the same id
 */
public record ProxyConfig(
    String id, long stream, Optional<String> group, List<ConfigResource> resources) {

  /**
   * One resource.
   *
   * @param version of what is to be served; absent where the resource is to go
   * @param sent version last sent; absent where none was
   * @param acknowledged version that the Envoy has; absent where it has none
   * @param state {@code acknowledged}, {@code pending}, {@code refused} or {@code not-asked-for}
   * @param object the object it comes from
   * @param config Envoy's JSON, without secrets; {@code null} where the resource is to go
   */
  public record ConfigResource(
      String type,
      String name,
      Optional<String> version,
      Optional<String> sent,
      Optional<String> acknowledged,
      String state,
      String object,
      @JsonRawValue String config) {}
}
