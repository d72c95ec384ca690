package io.gatehouse.resource.istio;

import io.gatehouse.resource.Metadata;
import io.gatehouse.resource.ObjectName;
import io.gatehouse.resource.istio.HttpRoute.WeightedDestination;
import io.gatehouse.resource.json.Fields;
import io.gatehouse.resource.json.Vocabulary;
import java.util.List;
import java.util.Optional;

/** Reads one entry of {@code spec.tcp}. */
final class TcpRouteParser {

  private static final Vocabulary ROUTE = Vocabulary.of("a tcp route");
  private static final Vocabulary MATCH =
      Vocabulary.strict("a match of a tcp route")
          .restricting("destinationSubnets", "matches the address that clients connect to")
          .restricting("sourceSubnet", "matches the address of clients");

  private TcpRouteParser() {}

  /**
   * @param metadata of the VirtualService
   * @param bound its Gateways
   */
  static Optional<TcpRoute> parse(
      Metadata metadata, List<ObjectName> bound, int index, Fields fields) {
    List<TcpRoute.Match> matches =
        RouteMatches.parse(fields, (i, match) -> match(metadata, bound, i, match));
    Optional<List<WeightedDestination>> destinations = DestinationParser.ofConnections(fields);
    fields.rest(ROUTE);
    return destinations
        .filter(read -> fields.part().intact())
        .map(read -> new TcpRoute(index, matches, read));
  }

  private static TcpRoute.Match match(
      Metadata metadata, List<ObjectName> bound, int index, Fields fields) {
    MatchScope scope = MatchScopeParser.parse(metadata, bound, fields);
    Optional<Integer> port = fields.integer("port", 1, 65535);
    fields.rest(MATCH);
    return new TcpRoute.Match(index, scope, port);
  }
}
