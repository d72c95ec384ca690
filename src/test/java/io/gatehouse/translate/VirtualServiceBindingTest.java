package io.gatehouse.translate;

import static io.gatehouse.testing.Objects.gateway;
import static io.gatehouse.testing.Objects.service;
import static io.gatehouse.testing.Objects.virtualService;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.finding.Finding;
import io.gatehouse.finding.FindingCode;
import io.gatehouse.model.Cluster;
import io.gatehouse.model.RouteConfiguration.VirtualHost;
import io.gatehouse.testing.Objects.VirtualServiceOf;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VirtualServiceBindingTest {

  private static final String ROUTES = "http.8080";

  @ParameterizedTest
  @CsvSource({
    "a.example.com, a.example.com, a.example.com",
    "*.example.com, a.example.com, a.example.com",
    "a.example.com, *.example.com, a.example.com",
    "a.example.com, *,             a.example.com",
    "*,             *.example.com, *.example.com",
    "*,             *,             *",
    "default/a.example.com, a.example.com, a.example.com",
  })
  void a_virtual_host_is_what_server_and_virtual_service_have_in_common(
      String server, String virtualService, String host) {
    Scenario scenario =
        Scenario.seed()
            .with(gateway("default/mygateway").http(80, server))
            .with(vs("default/a", 1, virtualService));

    assertThat(domains(scenario)).containsExactly(host);
    assertThat(scenario.findings()).isEmpty();
  }

  @Test
  void a_server_for_another_namespace_does_not_admit_it() {
    Scenario scenario =
        Scenario.seed()
            .with(gateway("default/mygateway").http(80, "other/a.example.com"))
            .with(vs("default/a", 1, "a.example.com"));

    assertThat(domains(scenario)).isEmpty();
    scenario.only(FindingCode.NO_ROUTES);
  }

  @Test
  void wildcards_and_hosts_under_them_are_virtual_hosts_of_their_own() {
    Scenario scenario =
        Scenario.seed()
            .with(gateway("default/mygateway").http(80, "*.example.com", "*.other.com"))
            .with(vs("default/a", 1, "*.example.com", "a.other.com"))
            .with(vs("default/b", 2, "b.example.com").prefix("httpbin", 8000));

    assertThat(domains(scenario)).containsExactly("*.example.com", "a.other.com", "b.example.com");
    assertThat(scenario.virtualHost(ROUTES, "b.example.com:80").routes())
        .extracting(route -> route.origin().name())
        .containsExactly("b");
  }

  @Test
  void what_is_not_exported_to_the_proxies_is_not_served() {
    Scenario scenario =
        Scenario.seed()
            .with(gateway("default/mygateway").http(80, "a.example.com"))
            .with(vs("default/a", 1, "a.example.com").exportTo("."));

    assertThat(domains(scenario)).isEmpty();
    assertThat(scenario.findings())
        .extracting(Finding::code)
        .containsExactly(FindingCode.NO_ROUTES, FindingCode.NOT_EXPORTED);
    assertThat(scenario.findings().get(1).sentence()).contains("istio-system");
  }

  @Test
  void what_is_exported_to_the_proxies_is_served() {
    Scenario scenario =
        Scenario.seed()
            .with(gateway("default/mygateway").http(80, "a.example.com"))
            .with(vs("default/a", 1, "a.example.com").exportTo("istio-system"));

    assertThat(domains(scenario)).containsExactly("a.example.com");
    assertThat(scenario.findings()).isEmpty();
  }

  @Test
  void several_on_one_host_are_merged_oldest_first_with_catch_alls_last() {
    Scenario scenario =
        Scenario.seed()
            .with(gateway("default/mygateway").http(80, "a.example.com"))
            .with(vs("default/young", 3, "a.example.com").prefix("httpbin", 8000, "/young"))
            .with(
                vs("default/old", 1, "a.example.com")
                    .prefix("httpbin", 8000, "/old")
                    .prefix("httpbin", 8000))
            .with(vs("default/middle", 2, "a.example.com").prefix("httpbin", 8000, "/middle"));

    assertThat(origins(scenario))
        .containsExactly(
            "old spec.http[0].match[0]",
            "middle spec.http[0].match[0]",
            "young spec.http[0].match[0]",
            "old spec.http[1]");
    assertThat(scenario.virtualHosts(ROUTES).get(0).origin().name()).isEqualTo("old");
    assertThat(scenario.findings()).isEmpty();
  }

  @Test
  void a_route_that_an_older_virtual_service_shadows_is_left_out_with_one_warning() {
    Scenario scenario =
        Scenario.seed()
            .with(gateway("default/mygateway").http(80, "*.example.com"))
            .with(
                vs("default/old", 1, "a.example.com", "b.example.com")
                    .prefix("httpbin", 8000, "/x")
                    .prefix("httpbin", 8000))
            .with(
                vs("default/young", 2, "a.example.com", "b.example.com", "c.example.com")
                    .prefix("httpbin", 8000, "/x", "/y")
                    .prefix("httpbin", 8000));

    assertThat(scenario.virtualHost(ROUTES, "a.example.com:80").routes())
        .extracting(route -> route.origin().name() + " " + route.origin().field())
        .containsExactly(
            "old spec.http[0].match[0]", "young spec.http[0].match[1]", "old spec.http[1]");
    assertThat(scenario.virtualHost(ROUTES, "c.example.com:80").routes()).hasSize(3);
    assertThat(scenario.findings())
        .extracting(Finding::code)
        .containsExactly(FindingCode.ROUTE_SHADOWED, FindingCode.ROUTE_SHADOWED);
    assertThat(scenario.findings().get(0).origin().toString())
        .isEqualTo("VirtualService default/young spec.http[0].match[0]");
    assertThat(scenario.findings().get(0).sentence())
        .contains("a.example.com, b.example.com")
        .doesNotContain("c.example.com")
        .contains("VirtualService default/old spec.http[0].match[0]");
  }

  @Test
  void only_clusters_that_a_route_names_are_served() {
    Scenario scenario =
        Scenario.seed()
            .withBackend("default/unused", 8000, "10.0.0.3")
            .withBackend("default/shadowed", 8000, "10.0.0.4")
            .with(gateway("default/mygateway").http(80, "a.example.com"))
            .with(vs("default/old", 1, "a.example.com").prefix("httpbin", 8000))
            .with(vs("default/young", 2, "a.example.com").prefix("shadowed", 8000));

    assertThat(scenario.model().clusters())
        .extracting(Cluster::name)
        .containsExactly("outbound|8000||httpbin.default.svc.cluster.local");
    assertThat(scenario.model().endpointAssignments()).hasSize(1);
  }

  @Test
  void an_unknown_destination_keeps_its_route_without_a_cluster() {
    Scenario scenario =
        Scenario.seed()
            .with(gateway("default/mygateway").http(80, "a.example.com"))
            .with(vs("default/a", 1, "a.example.com").prefix("nowhere", 80, "/x"));

    assertThat(origins(scenario)).containsExactly("a spec.http[0].match[0]");
    assertThat(scenario.model().clusters()).isEmpty();
    assertThat(scenario.only(FindingCode.DESTINATION_NOT_FOUND).origin().toString())
        .isEqualTo("VirtualService default/a spec.http[0].route[0].destination.host");
  }

  @Test
  void a_service_without_endpoints_has_a_cluster_and_an_empty_assignment() {
    Scenario scenario =
        Scenario.seed()
            .with(service("default/idle").port("http", 80, 80))
            .with(gateway("default/mygateway").http(80, "a.example.com"))
            .with(vs("default/a", 1, "a.example.com").prefix("idle", 80));

    assertThat(scenario.model().clusters()).hasSize(1);
    assertThat(scenario.model().endpointAssignments().get(0).endpoints()).isEmpty();
    scenario.only(FindingCode.NO_ENDPOINTS);
  }

  @Test
  void one_without_a_route_that_can_be_honoured_answers_404_and_no_wider_host_does() {
    Scenario scenario =
        Scenario.seed()
            .with(gateway("default/mygateway").http(80, "*"))
            .with(vs("default/any", 1, "*").prefix("httpbin", 8000))
            .with(virtualService("default/a").hosts("a.example.com"));

    assertThat(scenario.virtualHost(ROUTES, "a.example.com:80").routes()).isEmpty();
  }

  private static List<String> domains(Scenario scenario) {
    return scenario.virtualHosts(ROUTES).stream()
        .map(VirtualHost::domains)
        .flatMap(List::stream)
        .toList();
  }

  private static List<String> origins(Scenario scenario) {
    return scenario.virtualHosts(ROUTES).stream()
        .flatMap(host -> host.routes().stream())
        .map(route -> route.origin().name() + " " + route.origin().field())
        .toList();
  }

  private static VirtualServiceOf vs(String name, int age, String... hosts) {
    return virtualService(name).age(age).hosts(hosts);
  }
}
