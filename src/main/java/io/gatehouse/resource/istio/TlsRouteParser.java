package io.gatehouse.resource.istio;

import io.gatehouse.finding.FindingCode;
import io.gatehouse.resource.HostPattern;
import io.gatehouse.resource.Metadata;
import io.gatehouse.resource.ObjectName;
import io.gatehouse.resource.istio.HttpRoute.WeightedDestination;
import io.gatehouse.resource.json.Fields;
import io.gatehouse.resource.json.Part;
import io.gatehouse.resource.json.Value;
import io.gatehouse.resource.json.Vocabulary;
import java.util.List;
import java.util.Optional;

/** Reads one entry of {@code spec.tls}. */
final class TlsRouteParser {

  private static final Vocabulary ROUTE = Vocabulary.of("a tls route");
  private static final Vocabulary MATCH =
      Vocabulary.strict("a match of a tls route")
          .restricting("destinationSubnets", "matches the address that clients connect to");

  private TlsRouteParser() {}

  /**
   * @param metadata of the VirtualService
   * @param hosts of the VirtualService
   * @param bound its Gateways
   */
  static Optional<TlsRoute> parse(
      Metadata metadata, List<String> hosts, List<ObjectName> bound, int index, Fields fields) {
    if (fields.list("match").isEmpty()) {
      fields
          .part()
          .fail(
              FindingCode.INVALID_FIELD,
              fields.at("match"),
              "match is empty",
              "Write the server names that the route is for below match.");
    }
    List<TlsRoute.Match> matches =
        RouteMatches.parse(fields, (i, match) -> match(metadata, hosts, bound, i, match));
    Optional<List<WeightedDestination>> destinations = DestinationParser.ofConnections(fields);
    fields.rest(ROUTE);
    return destinations
        .filter(read -> fields.part().intact() && !matches.isEmpty())
        .map(read -> new TlsRoute(index, matches, read));
  }

  private static TlsRoute.Match match(
      Metadata metadata, List<String> hosts, List<ObjectName> bound, int index, Fields fields) {
    List<String> sniHosts = sniHosts(hosts, fields);
    MatchScope scope = MatchScopeParser.parse(metadata, bound, fields);
    Optional<Integer> port = fields.integer("port", 1, 65535);
    fields.rest(MATCH);
    return new TlsRoute.Match(index, sniHosts, scope, port);
  }

  private static List<String> sniHosts(List<String> hosts, Fields match) {
    List<Value> values = match.list("sniHosts");
    Part one = match.part().inner("server name");
    List<String> names =
        values.stream()
            .map(value -> value.in(one))
            .flatMap(value -> sniHost(hosts, value).stream())
            .distinct()
            .toList();
    if (names.isEmpty()) {
      match
          .part()
          .fail(
              FindingCode.INVALID_FIELD,
              match.at("sniHosts"),
              values.isEmpty() ? "sniHosts is empty" : "none of the server names can be routed",
              "Write at least one server name, for example www.example.com.");
    }
    return names;
  }

  private static Optional<String> sniHost(List<String> hosts, Value value) {
    Optional<String> name = value.nonEmptyText().flatMap(text -> HostName.parse(value, text));
    if (name.isPresent()
        && hosts.stream().noneMatch(host -> HostPattern.covers(host, name.get()))) {
      value.invalid(
          "is " + Value.shown(name.get()) + ", which none of the VirtualService's hosts covers",
          "Add it to hosts, or write a name that is among them.");
      return Optional.empty();
    }
    return name;
  }
}
