package io.gatehouse.resource.istio;

import static io.gatehouse.resource.istio.VirtualServices.TO_B;
import static io.gatehouse.resource.istio.VirtualServices.destination;
import static io.gatehouse.resource.istio.VirtualServices.object;
import static io.gatehouse.resource.istio.VirtualServices.routes;
import static io.gatehouse.resource.istio.VirtualServices.uri;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.resource.ObjectName;
import io.gatehouse.resource.Objects;
import io.gatehouse.resource.Parsed;
import io.gatehouse.resource.istio.HttpMatch.StringMatch.Prefix;
import io.gatehouse.resource.istio.HttpRoute.RouteAction.DirectResponse;
import io.gatehouse.resource.istio.HttpRoute.RouteAction.Forward;
import io.gatehouse.resource.istio.HttpRoute.WeightedDestination;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VirtualServiceParserTest {

  @Test
  void reads_the_virtual_service_of_the_task() {
    VirtualService service =
        Objects.clean(
            VirtualService.class,
            """
            apiVersion: networking.istio.io/v1alpha3
            kind: VirtualService
            metadata:
              name: httpbin
            spec:
              hosts:
              - "httpbin.example.com"
              gateways:
              - mygateway
              http:
              - match:
                - uri:
                    prefix: /status
                - uri:
                    prefix: /delay
                route:
                - destination:
                    port:
                      number: 8000
                    host: httpbin
            """);

    assertThat(service.hosts()).containsExactly("httpbin.example.com");
    assertThat(service.gateways()).containsExactly(new ObjectName("default", "mygateway"));
    assertThat(service.http())
        .containsExactly(
            new HttpRoute(
                0,
                "",
                List.of(uri(0, new Prefix("/status")), uri(1, new Prefix("/delay"))),
                new Forward(
                    List.of(
                        new WeightedDestination(
                            0,
                            destination("httpbin", Optional.of(8000)),
                            0,
                            HeaderOperations.NONE))),
                RouteSettings.NONE));
  }

  @Test
  void reads_hosts_gateways_and_export() {
    VirtualService service =
        Objects.clean(
            VirtualService.class,
            """
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: v, namespace: team}
            spec:
              hosts: [WWW.example.com, "*.example.com", "*", www.example.com]
              gateways: [mesh, a, edge/b, ./a]
              exportTo: [., edge]
              http: [{route: [{destination: {host: b}}]}]
            """);

    assertThat(service.hosts()).containsExactly("www.example.com", "*.example.com", "*");
    assertThat(service.gateways())
        .containsExactly(new ObjectName("team", "a"), new ObjectName("edge", "b"));
    assertThat(service.exportTo()).containsExactly(".", "edge");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "gateways: [mesh]", "gateways: []", "gateways: null"})
  void says_nothing_of_one_that_is_on_no_gateway(String gateways) {
    VirtualService service =
        Objects.clean(
            VirtualService.class,
            """
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: v}
            spec:
              %s
              hosts: [reviews]
              http: [{fault: {}, nonsense: 1}]
            """
                .formatted(gateways));

    assertThat(service.gateways()).isEmpty();
    assertThat(service.http()).isEmpty();
  }

  @Test
  void reads_one_that_others_delegate_to() {
    VirtualService service =
        Objects.clean(
            VirtualService.class,
            """
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: v, namespace: team}
            spec:
              exportTo: [edge]
              http: [{match: [{uri: {prefix: /a}, gateways: [g]}], route: [{destination: {host: b}}]}]
            """);

    assertThat(service.isDelegate()).isTrue();
    assertThat(service.http()).hasSize(1);
    assertThat(service.visibleIn("edge")).isTrue();
    assertThat(service.visibleIn("team")).isFalse();
  }

  @Test
  void a_delegate_delegates_no_further() {
    Parsed parsed =
        Objects.parse(
            "{apiVersion: networking.istio.io/v1, kind: VirtualService, metadata: {name: v},"
                + " spec: {http: [{delegate: {name: w}}]}}");

    assertThat(routes(parsed))
        .extracting(HttpRoute::action)
        .containsExactly(DirectResponse.UNAVAILABLE);
    assertThat(Objects.said(parsed))
        .containsExactly(
            "ERROR invalid-field spec.http[0].delegate: delegate is one of a VirtualService that"
                + " others delegate to, and there is one level only: its requests are answered with"
                + " 503.");
  }

  @Test
  void serves_http_beside_tls_and_tcp_routes() {
    Parsed parsed =
        Objects.parse(
            object("- {" + TO_B + "}") + "  tls: [{match: [{}]}]\n  tcp: [{route: []}]\n");

    assertThat(routes(parsed)).hasSize(1);
    assertThat(Objects.said(parsed))
        .contains(
            "ERROR invalid-field spec.tls[0].match: no match of the route can be honoured: the"
                + " route is left out.",
            "ERROR invalid-field spec.tcp[0].route: route is empty: the route is left out.");
  }

  /** Fewer of them, and more workloads would see it, or none. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "gateways: [g], exportTo: [5]",
        "gateways: [g], exportTo: ['']",
        "gateways: a",
        "gateways: [g], hosts: a",
        "gateways: [g], hosts: [a.b], http: {}"
      })
  void keeps_the_last_good_version_where_a_whole_list_is_wrong(String spec) {
    Parsed parsed =
        Objects.parse(
            "{apiVersion: networking.istio.io/v1, kind: VirtualService, metadata: {name: v},"
                + " spec: {"
                + spec
                + "}}");

    assertThat(parsed.resource()).isEmpty();
    assertThat(Objects.said(parsed)).isNotEmpty();
  }

  @Test
  void leaves_out_only_the_host_or_gateway_that_is_wrong() {
    Parsed parsed =
        Objects.parse(
            """
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: v}
            spec:
              hosts: [a*b, a.b, 5]
              gateways: [a/b/c, /g, g, 5]
              http: [{route: [{destination: {host: b}}]}]
            """);

    VirtualService service = (VirtualService) parsed.resource().orElseThrow();
    assertThat(service.hosts()).containsExactly("a.b");
    assertThat(service.gateways()).containsExactly(new ObjectName("default", "g"));
    assertThat(parsed.findings())
        .extracting(finding -> finding.origin().field())
        .containsExactly(
            "spec.gateways[0]",
            "spec.gateways[1]",
            "spec.gateways[3]",
            "spec.hosts[0]",
            "spec.hosts[2]");
  }

  @Test
  void warns_of_no_hosts_and_no_routes() {
    Parsed parsed =
        Objects.parse(
            "{apiVersion: networking.istio.io/v1, kind: VirtualService, metadata: {name: v},"
                + " spec: {gateways: [g]}}");

    assertThat(Objects.said(parsed))
        .containsExactly(
            "WARNING invalid-field spec.hosts: hosts is empty: no request is for this"
                + " VirtualService.",
            "WARNING invalid-field spec.http: http is empty: the VirtualService routes nothing.");
  }

  @Test
  void lists_a_bounded_number_of_findings() {
    Parsed parsed = Objects.parse(object("- {" + TO_B + "}\n".concat("- {}\n".repeat(1000))));

    assertThat(routes(parsed)).hasSize(1001);
    assertThat(Objects.said(parsed))
        .hasSize(201)
        .last()
        .isEqualTo(
            "WARNING invalid-field : More is wrong with this object than the 200 findings listed.");
  }
}
