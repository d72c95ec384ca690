package io.gatehouse.translate;

import static io.gatehouse.testing.Objects.gateway;
import static io.gatehouse.testing.Objects.virtualService;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.finding.FindingCode;
import io.gatehouse.model.Listener;
import io.gatehouse.model.Listener.FilterChain;
import io.gatehouse.model.RouteConfiguration.VirtualHost;
import io.gatehouse.testing.Objects.VirtualServiceOf;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlainServersTest {

  private static final String ROUTES = "http.8080";

  @Test
  void plain_servers_of_a_port_share_one_chain_and_one_route_configuration() {
    Scenario scenario =
        Scenario.seed()
            .with(gateway("default/a").http(80, "a.example.com"))
            .with(gateway("other/b").http(80, "b.example.com"))
            .with(vs("default/a", "a.example.com").gateways("default/a"))
            .with(vs("default/b", "b.example.com").gateways("other/b"));

    Listener listener = scenario.listener("0.0.0.0_8080");
    assertThat(listener.tls()).isFalse();
    assertThat(listener.filterChains()).hasSize(1);
    FilterChain chain = listener.filterChains().get(0);
    assertThat(chain.name()).isEqualTo(ROUTES);
    assertThat(chain.routeConfiguration()).contains(ROUTES);
    assertThat(chain.serverNames()).isEmpty();
    assertThat(chain.tls()).isEmpty();
    assertThat(scenario.virtualHosts(ROUTES))
        .extracting(VirtualHost::name)
        .containsExactly("a.example.com:80", "b.example.com:80");
    assertThat(scenario.findings()).isEmpty();
  }

  @Test
  void one_host_of_gateways_in_two_namespaces_has_the_routes_of_both() {
    Scenario scenario =
        Scenario.seed()
            .with(gateway("default/mygateway").http(80, "a.example.com"))
            .with(gateway("other/mygateway").http(80, "a.example.com"))
            .with(vs("default/a", "a.example.com", "/a"))
            .with(vs("default/b", "a.example.com", "/b").gateways("other/mygateway"))
            .with(
                vs("default/c", "a.example.com", "/c")
                    .gateways("default/mygateway", "other/mygateway"));

    assertThat(scenario.virtualHosts(ROUTES)).hasSize(1);
    assertThat(scenario.virtualHosts(ROUTES).get(0).routes())
        .extracting(route -> route.origin().name())
        .containsExactly("a", "b", "c");
    assertThat(scenario.findings()).isEmpty();
  }

  @Test
  void a_bound_port_has_routes_of_its_own() {
    Scenario scenario =
        Scenario.seed()
            .with(
                gateway("default/mygateway")
                    .http(80, "a.example.com")
                    .bound("10.0.0.9", 80, "b.example.com"))
            .with(vs("default/a", "*"));

    assertThat(scenario.virtualHosts(ROUTES))
        .extracting(VirtualHost::name)
        .containsExactly("a.example.com:80");
    assertThat(scenario.virtualHosts("http.8080.10.0.0.9"))
        .extracting(VirtualHost::name)
        .containsExactly("b.example.com:80");
  }

  @Test
  void a_redirecting_server_redirects_hosts_without_virtual_service_too() {
    Scenario scenario =
        Scenario.seed()
            .with(gateway("default/mygateway").redirect(80, "a.example.com", "b.example.com"))
            .with(vs("default/a", "a.example.com"));

    assertThat(hosts(scenario)).containsExactly("a.example.com TLS 1", "b.example.com TLS 0");
    assertThat(scenario.findings()).isEmpty();
  }

  @Test
  void a_redirecting_wildcard_redirects_the_hosts_under_it_too() {
    Scenario scenario =
        Scenario.seed()
            .with(gateway("default/mygateway").redirect(80, "*.example.com"))
            .with(vs("default/a", "a.example.com"));

    assertThat(hosts(scenario)).containsExactly("*.example.com TLS 0", "a.example.com TLS 1");
  }

  @Test
  void redirecting_and_other_servers_share_a_port_host_by_host() {
    Scenario scenario =
        Scenario.seed()
            .with(gateway("default/a").redirect(80, "a.example.com"))
            .with(gateway("default/b").http(80, "b.example.com"))
            .with(
                vs("default/ab", "a.example.com", "/")
                    .hosts("a.example.com", "b.example.com")
                    .gateways("default/a", "default/b"));

    assertThat(hosts(scenario)).containsExactly("a.example.com TLS 1", "b.example.com plain 1");
  }

  @Test
  void a_host_that_one_server_redirects_and_another_does_not_is_redirected() {
    Scenario scenario =
        Scenario.seed()
            .with(gateway("default/a").http(80, "a.example.com"))
            .with(gateway("default/b").redirect(80, "a.example.com"))
            .with(vs("default/a", "a.example.com").gateways("default/a"));

    assertThat(hosts(scenario)).containsExactly("a.example.com TLS 1");
  }

  @Test
  void hosts_without_virtual_service_are_open_with_a_warning_for_the_server() {
    Scenario scenario =
        Scenario.seed()
            .with(gateway("default/mygateway").http(80, "a.example.com", "b.example.com"))
            .with(vs("default/a", "a.example.com"));

    assertThat(scenario.listener("0.0.0.0_8080").filterChains()).hasSize(1);
    assertThat(hosts(scenario)).containsExactly("a.example.com plain 1");
    assertThat(scenario.only(FindingCode.NO_ROUTES).sentence())
        .contains("b.example.com")
        .doesNotContain("a.example.com");
  }

  private static List<String> hosts(Scenario scenario) {
    return scenario.virtualHosts(ROUTES).stream()
        .map(
            host ->
                host.domains().get(0)
                    + (host.requireTls() ? " TLS " : " plain ")
                    + host.routes().size())
        .toList();
  }

  private static VirtualServiceOf vs(String name, String host, String... prefixes) {
    return virtualService(name).hosts(host).prefix("httpbin", 8000, prefixes);
  }
}
