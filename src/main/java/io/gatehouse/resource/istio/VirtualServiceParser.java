package io.gatehouse.resource.istio;

import io.gatehouse.finding.FindingCode;
import io.gatehouse.resource.Metadata;
import io.gatehouse.resource.ObjectName;
import io.gatehouse.resource.Resource;
import io.gatehouse.resource.json.Fields;
import io.gatehouse.resource.json.Part;
import io.gatehouse.resource.json.Value;
import io.gatehouse.resource.json.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@link VirtualService}: the routes that can be honoured, whatever the others say. */
public final class VirtualServiceParser {

  private static final Vocabulary OBJECT = Vocabulary.of("a VirtualService");
  private static final Vocabulary SPEC =
      Vocabulary.of("a VirtualService's spec")
          .optional("tls", "routes TLS connections by their server name")
          .optional("tcp", "routes TCP connections");

  private VirtualServiceParser() {}

  /**
   * One that is bound to no Gateway is for a mesh and none of ours: its routes are not looked at,
   * unless it has no hosts either, so that others can delegate to it.
   */
  public static Optional<Resource> parse(Metadata metadata, Fields object) {
    Optional<Resource> service = object.spec().map(spec -> parseSpec(metadata, spec));
    object.rest(OBJECT);
    return service;
  }

  private static VirtualService parseSpec(Metadata metadata, Fields spec) {
    Part one = spec.part().inner("Gateway");
    List<ObjectName> gateways = GatewayNameParser.parse(metadata, spec.list("gateways"), one);
    List<String> exportTo = spec.texts("exportTo");
    if (gateways.isEmpty() && spec.get("hosts").filter(VirtualServiceParser::isSet).isPresent()) {
      return new VirtualService(
          metadata, List.of(), gateways, List.of(), List.of(), List.of(), exportTo);
    }
    List<String> hosts = gateways.isEmpty() ? List.of() : hosts(spec);
    List<HttpRoute> routes = routes(new HttpRouteParser(metadata, gateways), spec);
    spec.rest(SPEC);
    return new VirtualService(metadata, hosts, gateways, routes, List.of(), List.of(), exportTo);
  }

  private static boolean isSet(Value hosts) {
    return !hosts.node().isArray() || !hosts.node().isEmpty();
  }

  private static List<String> hosts(Fields spec) {
    Part one = spec.part().inner("host");
    List<Value> values = spec.list("hosts");
    if (values.isEmpty() && spec.part().intact()) {
      spec.part()
          .warn(
              FindingCode.INVALID_FIELD,
              spec.at("hosts"),
              "hosts is empty: no request is for this VirtualService.",
              "Write at least one host; one that others delegate to has no gateways either.");
    }
    return values.stream()
        .map(value -> value.in(one))
        .flatMap(
            value -> value.nonEmptyText().flatMap(text -> HostName.parse(value, text)).stream())
        .distinct()
        .toList();
  }

  private static List<HttpRoute> routes(HttpRouteParser parser, Fields spec) {
    List<Value> values = spec.list("http");
    if (values.isEmpty() && spec.get("tls").isEmpty() && spec.get("tcp").isEmpty()) {
      spec.part()
          .warn(
              FindingCode.INVALID_FIELD,
              spec.at("http"),
              "http is empty: the VirtualService routes nothing.",
              "Write at least one route.");
    }
    List<HttpRoute> routes = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      parser.parse(i, values.get(i)).ifPresent(routes::add);
    }
    return routes;
  }
}
