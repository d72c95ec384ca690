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

  /** Istio's name for the sidecars of a mesh. */
  private static final String MESH = "mesh";

  private VirtualServiceParser() {}

  /**
   * One that is bound to no Gateway is for a mesh and none of ours: its routes are not looked at.
   */
  public static Optional<Resource> parse(Metadata metadata, Fields object) {
    Optional<Resource> service = object.spec().map(spec -> parseSpec(metadata, spec));
    object.rest(OBJECT);
    return service;
  }

  private static VirtualService parseSpec(Metadata metadata, Fields spec) {
    List<ObjectName> gateways = gateways(metadata, spec);
    List<String> exportTo = spec.texts("exportTo");
    if (gateways.isEmpty()) {
      return new VirtualService(
          metadata, List.of(), gateways, List.of(), List.of(), List.of(), exportTo);
    }
    List<String> hosts = hosts(spec);
    List<HttpRoute> routes = routes(spec);
    spec.rest(SPEC);
    return new VirtualService(metadata, hosts, gateways, routes, List.of(), List.of(), exportTo);
  }

  private static List<ObjectName> gateways(Metadata metadata, Fields spec) {
    Part one = spec.part().inner("Gateway");
    return spec.list("gateways").stream()
        .map(value -> value.in(one))
        .flatMap(
            value -> value.nonEmptyText().flatMap(text -> gateway(metadata, value, text)).stream())
        .distinct()
        .toList();
  }

  private static Optional<ObjectName> gateway(Metadata metadata, Value value, String text) {
    if (text.equals(MESH)) {
      return Optional.empty();
    }
    int slash = text.indexOf('/');
    String namespace = slash < 0 ? "." : text.substring(0, slash);
    String name = text.substring(slash + 1);
    if (namespace.isEmpty() || name.isEmpty() || name.contains("/")) {
      value.invalid(
          "is " + Value.shown(text) + ", which is neither a name nor namespace/name",
          "Write the Gateway's name, or its namespace, a slash and its name.");
      return Optional.empty();
    }
    return Optional.of(
        new ObjectName(namespace.equals(".") ? metadata.namespace() : namespace, name));
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
              "Write at least one host; a VirtualService that others delegate to is not supported.");
    }
    return values.stream()
        .map(value -> value.in(one))
        .flatMap(
            value -> value.nonEmptyText().flatMap(text -> HostName.parse(value, text)).stream())
        .distinct()
        .toList();
  }

  private static List<HttpRoute> routes(Fields spec) {
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
      int index = i;
      values
          .get(i)
          .in(spec.part().inner("route"))
          .object()
          .flatMap(fields -> HttpRouteParser.parse(index, fields))
          .ifPresent(routes::add);
    }
    return routes;
  }
}
