package io.gatehouse.resource.istio;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.resource.ObjectName;
import io.gatehouse.resource.Objects;
import io.gatehouse.resource.Parsed;
import io.gatehouse.resource.istio.HttpRoute.WeightedDestination;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tls and tcp routes of a VirtualService. */
class ConnectionRouteParserTest {

  private static final String TO_B = "route: [{destination: {host: b, port: {number: 443}}}]";
  private static final WeightedDestination B =
      new WeightedDestination(
          0, new Destination("b", Optional.of(443), Optional.empty()), 0, HeaderOperations.NONE);

  @Test
  void reads_tls_routes() {
    VirtualService service =
        Objects.clean(
            VirtualService.class,
            object(
                """
                tls:
                - match:
                  - {sniHosts: [A.Example.com, "*.b.example.com"], port: 443}
                  - {sniHosts: [c.example.com], gateways: [mesh, other/gw],
                     sourceLabels: {app: x}, sourceNamespace: edge}
                """
                    + "  "
                    + TO_B));

    assertThat(service.tls())
        .containsExactly(
            new TlsRoute(
                0,
                List.of(
                    new TlsRoute.Match(
                        0,
                        List.of("a.example.com", "*.b.example.com"),
                        MatchScope.ANY,
                        Optional.of(443)),
                    new TlsRoute.Match(
                        1,
                        List.of("c.example.com"),
                        new MatchScope(
                            Optional.of(List.of(new ObjectName("other", "gw"))),
                            Map.of("app", "x"),
                            Optional.of("edge")),
                        Optional.empty())),
                List.of(B)));
  }

  @Test
  void reads_tcp_routes() {
    VirtualService service =
        Objects.clean(
            VirtualService.class,
            object(
                """
                tcp:
                - match: [{port: 27017, gateways: [gw]}]
                  %s
                - route:
                  - {destination: {host: b, port: {number: 443}}, weight: 1}
                  - {destination: {host: b, port: {number: 443}, subset: v2}, weight: 3}
                """
                    .formatted(TO_B)));

    assertThat(service.tcp()).extracting(TcpRoute::index).containsExactly(0, 1);
    assertThat(service.tcp().get(0).matches())
        .containsExactly(
            new TcpRoute.Match(
                0,
                new MatchScope(
                    Optional.of(List.of(new ObjectName("default", "gw"))),
                    Map.of(),
                    Optional.empty()),
                Optional.of(27017)));
    assertThat(service.tcp().get(1).matches()).isEmpty();
    assertThat(service.tcp().get(1).destinations())
        .extracting(WeightedDestination::weight)
        .containsExactly(1, 3);
  }

  /** Nothing of the object is routed, and the finding names the field. */
  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "tls: [{TO_B}] | ERROR invalid-field spec.tls[0].match: match is empty: the route is left out.",
        "tls: [{match: [], TO_B}] | ERROR invalid-field spec.tls[0].match: match is empty: the route is left out.",
        "tls: [{match: [{sniHosts: [a.example.com]}]}] | ERROR invalid-field spec.tls[0].route: route is missing: the route is left out.",
        "tls: [{match: [{sniHosts: [a.example.com]}], route: []}] | ERROR invalid-field spec.tls[0].route: route is empty: the route is left out.",
        "tls: [{match: [{port: 443}], TO_B}] | ERROR invalid-field spec.tls[0].match[0].sniHosts: sniHosts is empty: the match is left out.",
        "tls: [{match: [{sniHosts: [a.com]}], TO_B}] | ERROR invalid-field spec.tls[0].match[0].sniHosts[0]: sniHosts[0] is \"a.com\", which none of the VirtualService's hosts covers: the server name is left out.",
        "tls: [{match: [{sniHosts: ['*']}], TO_B}] | ERROR invalid-field spec.tls[0].match[0].sniHosts[0]: sniHosts[0] is \"*\", which none of the VirtualService's hosts covers: the server name is left out.",
        "tls: [{match: [{sniHosts: [a.example.com], destinationSubnets: [10.0.0.0/8]}], TO_B}] | ERROR unsupported-field spec.tls[0].match[0].destinationSubnets: destinationSubnets, which matches the address that clients connect to, is not supported: the match is left out.",
        "tcp: [{match: [{sourceSubnet: 10.0.0.0/8}], TO_B}] | ERROR unsupported-field spec.tcp[0].match[0].sourceSubnet: sourceSubnet, which matches the address of clients, is not supported: the match is left out.",
        "tcp: [{match: [{sniHosts: [a.b]}], TO_B}] | ERROR unsupported-field spec.tcp[0].match[0].sniHosts: sniHosts is not a field of a match of a tcp route: the match is left out.",
      })
  void leaves_out_what_cannot_be_honoured(String routes, String said) {
    Parsed parsed = Objects.parse(object(routes.replace("TO_B", TO_B)));

    VirtualService service = (VirtualService) parsed.resource().orElseThrow();
    assertThat(service.tls()).isEmpty();
    assertThat(service.tcp()).isEmpty();
    assertThat(Objects.said(parsed)).contains(said);
  }

  @Test
  void a_match_that_cannot_be_honoured_costs_only_itself() {
    Parsed parsed =
        Objects.parse(
            object(
                "tls: [{match: [{sniHosts: [a.example.com], port: 0}, {sniHosts: [b.example.com]}],"
                    + " "
                    + TO_B
                    + "}]"));

    VirtualService service = (VirtualService) parsed.resource().orElseThrow();
    assertThat(service.tls().get(0).matches())
        .extracting(TlsRoute.Match::sniHosts)
        .containsExactly(List.of("b.example.com"));
    assertThat(Objects.said(parsed)).hasSize(1);
  }

  @Test
  void headers_are_nothing_that_connections_have() {
    Parsed parsed =
        Objects.parse(
            object(
                "tcp: [{route: [{destination: {host: b}, headers: {request: {set: {a: b}}}}]}]"));

    assertThat(((VirtualService) parsed.resource().orElseThrow()).tcp()).hasSize(1);
    assertThat(Objects.said(parsed))
        .containsExactly(
            "WARNING unsupported-field spec.tcp[0].route[0].headers: headers is not a field of an"
                + " entry of route: the route is served without it.");
  }

  private static String object(String routes) {
    return """
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata: {name: it}
        spec:
          hosts: ["*.example.com"]
          gateways: [mygateway, gw, other/gw]
        """
        + routes.indent(2);
  }
}
