package io.gatehouse.translate;

import static io.gatehouse.testing.Objects.gateway;
import static io.gatehouse.testing.Objects.virtualService;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.finding.Finding;
import io.gatehouse.finding.FindingCode;
import io.gatehouse.model.Credential;
import io.gatehouse.model.Listener;
import io.gatehouse.model.Listener.FilterChain;
import io.gatehouse.model.RouteConfiguration;
import io.gatehouse.model.RouteConfiguration.VirtualHost;
import io.gatehouse.resource.istio.Gateway.ServerTls;
import io.gatehouse.resource.istio.Gateway.TlsMode;
import io.gatehouse.testing.Objects.VirtualServiceOf;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TlsServersTest {

  private static final String WIDE = "https.443.wide.mygateway.default";

  @Test
  void a_server_without_credential_is_left_out_and_its_neighbour_stays() {
    Scenario scenario =
        Scenario.seed()
            .with(
                gateway("default/mygateway")
                    .https(443, "a", "a-credential", "a.example.com")
                    .https(443, "b", "b-credential", "b.example.com"))
            .with(all("a.example.com", "b.example.com"))
            .without("a-credential");

    assertThat(chains(scenario)).containsExactly("https.443.b.mygateway.default");
    assertThat(scenario.model().routeConfigurations())
        .extracting(RouteConfiguration::name)
        .containsExactly("https.443.b.mygateway.default");
    assertThat(scenario.model().credentials())
        .extracting(Credential::name)
        .containsExactly("b-credential");
    Finding finding = scenario.only(FindingCode.CREDENTIAL_MISSING);
    assertThat(finding.origin().toString())
        .isEqualTo("Gateway default/mygateway spec.servers[0].tls.credentialName");
    assertThat(finding.sentence())
        .contains("a.example.com")
        .contains("istio-system/a-credential")
        .contains("namespace istio-system");
  }

  @Test
  void a_port_without_any_chain_is_not_opened() {
    Scenario scenario =
        Scenario.seed()
            .with(gateway("default/mygateway").https(443, "a", "a-credential", "a.example.com"))
            .without("a-credential");

    assertThat(scenario.model().listeners()).isEmpty();
  }

  @Test
  void mutual_without_its_ca_is_left_out_and_not_served_as_simple() {
    Scenario scenario =
        Scenario.seed()
            .with(gateway("default/mygateway").mutual(443, "a", "c", "a.example.com"))
            .with(all("a.example.com"))
            .without("c-cacert");

    assertThat(scenario.model().listeners()).isEmpty();
    assertThat(scenario.model().credentials()).isEmpty();
    assertThat(scenario.only(FindingCode.CREDENTIAL_MISSING).sentence()).contains("the CA of");
  }

  @Test
  void a_younger_server_does_not_take_the_host_of_one_that_lacks_its_credential() {
    Scenario scenario =
        Scenario.seed()
            .with(gateway("default/old").age(1).mutual(443, "a", "c", "a.example.com"))
            .with(gateway("default/young").age(2).https(443, "a", "d", "a.example.com"))
            .without("c-cacert");

    assertThat(scenario.model().listeners()).isEmpty();
    assertThat(scenario.findings())
        .extracting(Finding::code)
        .containsExactly(FindingCode.CREDENTIAL_MISSING, FindingCode.HOST_CONFLICT);
  }

  @Test
  void duplicate_tls_gateways_leave_the_host_to_the_older_one() {
    Scenario scenario =
        Scenario.seed()
            .with(gateway("default/old").age(1).https(443, "https", "c", "a.example.com"))
            .with(
                gateway("other/young")
                    .age(2)
                    .https(443, "https", "d", "a.example.com", "b.example.com"))
            .with(all("a.example.com").gateways("default/old"))
            .with(
                virtualService("other/b")
                    .hosts("a.example.com", "b.example.com")
                    .gateways("other/young")
                    .prefix("httpbin.default", 8000));

    assertThat(scenario.chain("https.443.https.young.other").serverNames())
        .containsExactly("b.example.com");
    assertThat(scenario.virtualHosts("https.443.https.young.other"))
        .extracting(VirtualHost::name)
        .containsExactly("b.example.com:443");
    scenario.only(FindingCode.HOST_CONFLICT);
  }

  @Test
  void a_server_for_every_host_has_a_chain_without_server_names() {
    Scenario scenario =
        Scenario.seed()
            .with(
                gateway("default/mygateway")
                    .https(443, "any", "c", "*", "x.example.com")
                    .https(443, "a", "c", "a.example.com"))
            .with(all("*"));

    assertThat(scenario.chain("https.443.any.mygateway.default").serverNames()).isEmpty();
    assertThat(scenario.chain("https.443.a.mygateway.default").serverNames())
        .containsExactly("a.example.com");
  }

  @Test
  void no_two_chains_of_a_listener_answer_one_name() {
    Scenario scenario =
        Scenario.seed()
            .with(
                gateway("default/a")
                    .https(443, "a", "c", "*", "*.example.com", "a.example.com")
                    .https(443, "b", "c", "a.example.com", "b.example.com", "*")
                    .https(443, "b", "c", "*.b.example.com", "*.example.com"))
            .with(gateway("default/b").https(443, "a", "c", "b.example.com", "c.example.com"));

    Listener listener = scenario.listener("0.0.0.0_8443");
    List<String> names =
        listener.filterChains().stream().flatMap(chain -> chain.serverNames().stream()).toList();
    assertThat(names).doesNotHaveDuplicates();
    assertThat(listener.filterChains())
        .filteredOn(chain -> chain.serverNames().isEmpty())
        .hasSize(1);
  }

  @Test
  void servers_with_one_port_name_still_have_names_of_their_own() {
    Scenario scenario =
        Scenario.seed()
            .with(
                gateway("default/mygateway")
                    .https(443, "https", "c", "a.example.com")
                    .https(443, "https", "c", "b.example.com"));

    assertThat(chains(scenario))
        .containsExactly(
            "https.443.https.mygateway.default", "https.443.https.mygateway.default.1");
  }

  @Test
  void a_secret_named_like_the_ca_of_another_costs_the_later_server() {
    Scenario scenario =
        Scenario.seed()
            .with(gateway("default/a").age(1).mutual(443, "a", "x", "a.example.com"))
            .with(gateway("default/b").age(2).https(443, "b", "x-cacert", "b.example.com"))
            .with(all("a.example.com").gateways("default/a"));

    assertThat(chains(scenario)).containsExactly("https.443.a.a.default");
    Finding finding = scenario.only(FindingCode.CREDENTIAL_NAME_CONFLICT);
    assertThat(finding.origin().toString())
        .isEqualTo("Gateway default/b spec.servers[0].tls.credentialName");
    assertThat(scenario.model().credentials())
        .extracting(Credential::kind)
        .containsExactly(Credential.Kind.KEY_PAIR, Credential.Kind.CA_BUNDLE);
  }

  @Test
  void one_credential_of_two_servers_is_no_conflict() {
    Scenario scenario =
        Scenario.seed()
            .with(
                gateway("default/mygateway")
                    .mutual(443, "a", "x", "a.example.com")
                    .https(443, "b", "x", "b.example.com"));

    assertThat(chains(scenario)).hasSize(2);
    assertThat(scenario.model().credentials())
        .extracting(Credential::name)
        .containsExactly("x", "x-cacert");
  }

  @Test
  void the_host_of_a_narrower_server_is_misdirected_at_a_wider_one() {
    Scenario scenario = narrowerAndWider();

    assertThat(answered(scenario, WIDE))
        .containsExactlyInAnyOrder("*.example.com", "c.example.com");
    assertThat(misdirected(scenario, WIDE))
        .containsExactly("*", "*.b.example.com", "a.example.com");
    assertThat(answered(scenario, "https.443.narrow.mygateway.default"))
        .containsExactlyInAnyOrder("a.example.com", "*.b.example.com", "x.b.example.com");
    assertThat(misdirected(scenario, "https.443.narrow.mygateway.default")).containsExactly("*");
  }

  @Test
  void nobody_else_answers_for_a_host_whose_ca_is_missing() {
    Scenario scenario = narrowerAndWider().without("n-cacert");

    assertThat(chains(scenario)).containsExactly(WIDE);
    assertThat(answered(scenario, WIDE))
        .containsExactlyInAnyOrder("*.example.com", "c.example.com");
    assertThat(misdirected(scenario, WIDE))
        .containsExactly("*", "*.b.example.com", "a.example.com");
  }

  @Test
  void servers_are_told_apart_even_where_they_have_one_credential() {
    Scenario scenario =
        Scenario.seed()
            .with(
                gateway("default/mygateway")
                    .mutual(443, "wide", "n", "*.example.com")
                    .mutual(443, "narrow", "n", "a.example.com"))
            .with(all("a.example.com"));

    assertThat(answered(scenario, WIDE)).isEmpty();
    assertThat(misdirected(scenario, WIDE)).containsExactly("*", "a.example.com");
  }

  @Test
  void a_server_for_every_host_answers_404_to_hosts_that_nobody_has() {
    Scenario scenario =
        Scenario.seed()
            .with(
                gateway("default/mygateway")
                    .https(443, "any", "c", "*")
                    .https(443, "a", "c", "a.example.com"))
            .with(all("a.example.com", "b.example.com"));

    assertThat(answered(scenario, "https.443.any.mygateway.default"))
        .containsExactly("b.example.com");
    assertThat(notFound(scenario, "https.443.any.mygateway.default")).containsExactly("*");
    assertThat(misdirected(scenario, "https.443.any.mygateway.default"))
        .containsExactly("a.example.com");
  }

  @Test
  void a_host_without_routes_is_the_servers_own_unless_a_wider_one_of_it_answers() {
    Scenario scenario =
        Scenario.seed()
            .with(
                gateway("default/mygateway")
                    .https(443, "wide", "c", "*.example.com", "other/a.example.com", "b.org"))
            .with(all("*.example.com"));

    assertThat(answered(scenario, WIDE)).containsExactly("*.example.com");
    assertThat(notFound(scenario, WIDE)).containsExactly("b.org");
    assertThat(misdirected(scenario, WIDE)).containsExactly("*");
  }

  @Test
  void an_own_host_below_the_wildcard_of_another_server_stays_its_own() {
    Scenario scenario =
        Scenario.seed()
            .with(
                gateway("default/mygateway")
                    .https(443, "wide", "c", "*.example.com", "a.b.example.com")
                    .https(443, "narrow", "c", "*.b.example.com"))
            .with(all("a.b.example.com"));

    assertThat(answered(scenario, WIDE)).containsExactly("a.b.example.com");
    assertThat(misdirected(scenario, WIDE)).containsExactly("*", "*.b.example.com");
    assertThat(misdirected(scenario, "https.443.narrow.mygateway.default"))
        .containsExactly("*", "a.b.example.com");
  }

  @Test
  void a_virtual_service_whose_host_is_anothers_is_told() {
    Scenario scenario =
        Scenario.seed()
            .with(gateway("default/wide").https(443, "wide", "c", "*.example.com"))
            .with(gateway("other/narrow").https(443, "narrow", "c", "a.example.com"))
            .with(all("*.example.com", "a.example.com").gateways("default/wide"));

    assertThat(scenario.findings())
        .filteredOn(finding -> finding.code() == FindingCode.ROUTE_SHADOWED)
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.origin().toString())
                  .isEqualTo("VirtualService default/all spec.gateways");
              assertThat(finding.sentence())
                  .contains("a.example.com", "Gateway other/narrow spec.servers[0]");
            });
  }

  @Test
  void a_narrower_simple_server_answers_under_a_guarded_wildcard() {
    Scenario scenario =
        Scenario.seed()
            .with(
                gateway("default/mygateway")
                    .mutual(443, "wide", "w", "*.example.com")
                    .https(443, "narrow", "n", "a.example.com"))
            .with(all("a.example.com"));

    assertThat(answered(scenario, "https.443.narrow.mygateway.default"))
        .containsExactly("a.example.com");
  }

  /** Which certificate it is told of is what its upstream goes by. */
  @Test
  void a_host_with_optional_certificates_is_not_answered_by_a_wider_server() {
    Scenario scenario =
        Scenario.seed()
            .with(
                gateway("default/mygateway")
                    .https(443, "wide", "w", "*.example.com")
                    .tls(
                        443,
                        "narrow",
                        ServerTls.ofCredential(TlsMode.OPTIONAL_MUTUAL, "n"),
                        "a.example.com"))
            .with(all("*.example.com", "a.example.com"));

    assertThat(answered(scenario, "https.443.wide.mygateway.default"))
        .doesNotContain("a.example.com");
    assertThat(answered(scenario, "https.443.narrow.mygateway.default"))
        .containsExactly("a.example.com");
  }

  private static Scenario narrowerAndWider() {
    return Scenario.seed()
        .with(
            gateway("default/mygateway")
                .https(443, "wide", "w", "*.example.com")
                .mutual(443, "narrow", "n", "a.example.com", "*.b.example.com"))
        .with(all("*.example.com", "a.example.com", "x.b.example.com", "c.example.com"));
  }

  private static List<String> chains(Scenario scenario) {
    return scenario.model().listeners().stream()
        .flatMap(listener -> listener.filterChains().stream())
        .map(FilterChain::name)
        .toList();
  }

  /** The domains with routes of their own. */
  private static Set<String> answered(Scenario scenario, String routes) {
    return domains(scenario, routes, host -> !host.routes().isEmpty());
  }

  private static Set<String> notFound(Scenario scenario, String routes) {
    return domains(scenario, routes, host -> host.routes().isEmpty());
  }

  private static List<String> misdirected(Scenario scenario, String routes) {
    return scenario.misdirected(routes).domains();
  }

  private static Set<String> domains(
      Scenario scenario, String routes, Predicate<VirtualHost> which) {
    return scenario.virtualHosts(routes).stream()
        .filter(which)
        .flatMap(host -> host.domains().stream())
        .collect(Collectors.toSet());
  }

  private static VirtualServiceOf all(String... hosts) {
    return virtualService("default/all").hosts(hosts).prefix("httpbin", 8000);
  }
}
