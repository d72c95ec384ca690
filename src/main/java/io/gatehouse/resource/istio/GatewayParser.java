package io.gatehouse.resource.istio;

import io.gatehouse.finding.FindingCode;
import io.gatehouse.resource.Metadata;
import io.gatehouse.resource.Resource;
import io.gatehouse.resource.istio.Gateway.Server;
import io.gatehouse.resource.json.Fields;
import io.gatehouse.resource.json.Value;
import io.gatehouse.resource.json.Vocabulary;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@link Gateway}: the servers that can be honoured are served, whatever the others say. */
public final class GatewayParser {

  private static final Vocabulary OBJECT = Vocabulary.of("a Gateway");
  private static final Vocabulary SPEC = Vocabulary.of("a Gateway's spec");

  private GatewayParser() {}

  public static Optional<Resource> parse(Metadata metadata, Fields object) {
    Optional<Resource> gateway =
        object
            .spec()
            .map(
                spec -> {
                  Map<String, String> selector = spec.textMap("selector");
                  List<Server> servers = servers(metadata, spec);
                  spec.rest(SPEC);
                  return new Gateway(metadata, selector, servers);
                });
    object.rest(OBJECT);
    return gateway;
  }

  private static List<Server> servers(Metadata metadata, Fields spec) {
    List<Value> values = spec.list("servers");
    if (values.isEmpty() && spec.part().intact()) {
      spec.part()
          .warn(
              FindingCode.INVALID_FIELD,
              spec.at("servers"),
              "servers is empty: the Gateway listens on nothing.",
              "Write at least one server.");
    }
    List<Server> servers = new ArrayList<>();
    Map<String, Integer> byPortName = new HashMap<>();
    for (int i = 0; i < values.size(); i++) {
      int index = i;
      Value value = values.get(i).in(spec.part().inner("server"));
      value
          .object()
          .flatMap(fields -> ServerParser.parse(metadata, index, fields))
          .filter(server -> isFirst(server, value, byPortName))
          .ifPresent(servers::add);
    }
    return servers;
  }

  /**
   * Istio names the route configurations of HTTPS servers by port name, so that it must be one's.
   */
  private static boolean isFirst(Server server, Value value, Map<String, Integer> byPortName) {
    String name = server.port().name();
    Integer first = byPortName.putIfAbsent(name, server.index());
    if (first != null) {
      value.invalid(
          "has the port name " + Value.shown(name) + " of servers[" + first + "]",
          "Give each server's port a name of its own.");
    }
    return first == null;
  }
}
