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
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** Reads {@link VirtualService}: the routes that can be honoured, whatever the others say. */
public final class VirtualServiceParser {

  private static final Vocabulary OBJECT = Vocabulary.of("a VirtualService");
  private static final Vocabulary SPEC = Vocabulary.of("a VirtualService's spec");

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
    List<HttpRoute> http = httpRoutes(new HttpRouteParser(metadata, gateways), spec);
    List<TlsRoute> tls =
        routes(
            spec,
            "tls",
            (index, route) -> TlsRouteParser.parse(metadata, hosts, gateways, index, route));
    List<TcpRoute> tcp =
        routes(
            spec, "tcp", (index, route) -> TcpRouteParser.parse(metadata, gateways, index, route));
    reportNoRoutes(spec);
    spec.rest(SPEC);
    return new VirtualService(metadata, hosts, gateways, http, tls, tcp, exportTo);
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

  private static List<HttpRoute> httpRoutes(HttpRouteParser parser, Fields spec) {
    List<Value> values = spec.list("http");
    List<HttpRoute> routes = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      parser.parse(i, values.get(i)).ifPresent(routes::add);
    }
    return routes;
  }

  private static <R> List<R> routes(
      Fields spec, String field, BiFunction<Integer, Fields, Optional<R>> parse) {
    List<Value> values = spec.list(field);
    List<R> routes = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      int index = i;
      values
          .get(i)
          .in(spec.part().inner("route"))
          .object()
          .flatMap(fields -> parse.apply(index, fields))
          .ifPresent(routes::add);
    }
    return routes;
  }

  private static void reportNoRoutes(Fields spec) {
    if (Stream.of("http", "tls", "tcp").allMatch(field -> spec.list(field).isEmpty())) {
      spec.part()
          .warn(
              FindingCode.INVALID_FIELD,
              spec.at("http"),
              "http is empty: the VirtualService routes nothing.",
              "Write at least one route.");
    }
  }
}
