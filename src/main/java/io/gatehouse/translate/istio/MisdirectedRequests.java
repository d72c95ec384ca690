package io.gatehouse.translate.istio;

import io.gatehouse.finding.Origin;
import io.gatehouse.model.Route;
import io.gatehouse.model.Route.Action.DirectResponse;
import io.gatehouse.model.Route.HeaderChanges;
import io.gatehouse.model.RouteConfiguration.VirtualHost;
import io.gatehouse.resource.HostPattern;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Requests on a connection whose server name chose another server than their host would: a client
 * that has a connection to one host uses it for every other that the certificate names (RFC 9113,
 * section 9.1.1). 421 makes it ask again on a connection of its own, where 404 would be its answer.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110.html#section-15.5.20">421 Misdirected
 *     Request</a>
 */
final class MisdirectedRequests {

  private static final int MISDIRECTED_REQUEST = 421;

  private MisdirectedRequests() {}

  /**
   * What answers for the hosts that a TLS server is not for: those of others below its own, and
   * what none of its own covers. Only a wildcard makes it depend on other servers.
   */
  static Optional<VirtualHost> to(PlacedServer server) {
    Stream<String> below =
        server.narrower().entrySet().stream()
            .filter(host -> !host.getValue().equals(server.origin()))
            .map(Map.Entry::getKey);
    Stream<String> beside =
        server.hostNames().contains(HostPattern.ANY) ? Stream.empty() : Stream.of(HostPattern.ANY);
    List<String> domains = Stream.concat(below, beside).sorted().toList();
    return domains.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new VirtualHost(
                VirtualHost.MISDIRECTED,
                domains,
                false,
                List.of(answer(server.origin())),
                server.origin()));
  }

  private static Route answer(Origin origin) {
    return new Route(
        "misdirected",
        RouteSorter.CATCH_ALL,
        new DirectResponse(MISDIRECTED_REQUEST, ""),
        HeaderChanges.NONE,
        origin);
  }
}
