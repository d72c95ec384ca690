package io.gatehouse.resource.istio;

import io.gatehouse.resource.Objects;
import io.gatehouse.resource.Parsed;
import io.gatehouse.resource.istio.HttpMatch.StringMatch;
import java.util.List;
import java.util.Optional;

/** VirtualServices for tests, written as YAML, and what is read of them. */
final class VirtualServices {

  static final String TO_B = "route: [{destination: {host: b}}]";

  private VirtualServices() {}

  /** One on Gateway {@code g} with these entries of {@code http}. */
  static String object(String routes) {
    return """
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: v}
    spec:
      hosts: [a.b]
      gateways: [g]
      http:
    """
        + routes.strip().indent(2);
  }

  static List<HttpRoute> routes(Parsed parsed) {
    return ((VirtualService) parsed.resource().orElseThrow()).http();
  }

  /** A match of which nothing is wrong. */
  static HttpMatch match(String yaml) {
    String route = "- match:\n  - " + yaml.strip().indent(4).strip() + "\n  " + TO_B;
    return route(route).matches().get(0);
  }

  /** The one route, of which nothing is wrong. */
  static HttpRoute route(String yaml) {
    return Objects.clean(VirtualService.class, object(yaml)).http().get(0);
  }

  /** Settings of a route to somewhere, of which nothing is wrong. */
  static RouteSettings settings(String yaml) {
    return route("- " + yaml.strip().indent(2).strip() + "\n  " + TO_B).settings();
  }

  static HttpMatch uri(int index, StringMatch uri) {
    return io.gatehouse.testing.Objects.match(index, uri);
  }

  static Destination destination(String host, Optional<Integer> port) {
    return new Destination(host, port, Optional.empty());
  }
}
