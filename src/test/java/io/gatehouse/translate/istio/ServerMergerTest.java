package io.gatehouse.translate.istio;

import static io.gatehouse.testing.Objects.gateway;
import static io.gatehouse.testing.Objects.privileged;
import static io.gatehouse.testing.Objects.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.finding.Finding;
import io.gatehouse.finding.FindingCode;
import io.gatehouse.resource.ProxyGroup.IpFamily;
import io.gatehouse.resource.Resource;
import io.gatehouse.testing.Objects;
import io.gatehouse.testing.Objects.GatewayOf;
import io.gatehouse.translate.common.Findings;
import io.gatehouse.view.ObjectView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerMergerTest {

  private final Findings findings = new Findings();
  private final List<Resource> resources = new ArrayList<>();
  private IpFamily family = IpFamily.IPV4;

  @Test
  void servers_of_one_port_share_its_listener() {
    List<PlacedServer> servers =
        merge(
            gateway("default/a").https(443, "a", "a", "a.example.com"),
            gateway("other/b").https(443, "b", "b", "b.example.com"));

    assertThat(servers).extracting(server -> server.port().name()).containsOnly("0.0.0.0_443");
    assertThat(servers.get(1).port().origin()).isEqualTo(servers.get(0).origin());
    assertThat(findings.sorted()).isEmpty();
  }

  @Test
  void servers_whose_ports_lead_to_one_target_share_its_listener() {
    resources.add(
        service("istio-system/ingress")
            .selector(Objects.INGRESS.labels())
            .port("a", 443, 8443)
            .port("b", 8443, 8443)
            .build());

    List<PlacedServer> servers =
        merge(
            gateway("default/a")
                .https(443, "a", "a", "a.example.com")
                .https(8443, "b", "b", "b.example.com", "a.example.com"));

    assertThat(servers).extracting(server -> server.port().name()).containsOnly("0.0.0.0_8443");
    assertThat(servers.get(1).hostNames()).containsExactly("b.example.com");
    only(FindingCode.HOST_CONFLICT);
  }

  @Test
  void a_tls_host_that_an_older_server_has_is_left_out_and_its_others_stay() {
    List<PlacedServer> servers =
        merge(
            gateway("default/young").age(2).https(443, "x", "x", "a.example.com", "b.example.com"),
            gateway("default/old").age(1).https(443, "x", "x", "a.example.com"));

    assertThat(servers)
        .extracting(server -> server.gateway().name() + server.hostNames())
        .containsExactly("old[a.example.com]", "young[b.example.com]");
    Finding finding = only(FindingCode.HOST_CONFLICT);
    assertThat(finding.origin().toString())
        .isEqualTo("Gateway default/young spec.servers[0].hosts");
    assertThat(finding.sentence())
        .contains("a.example.com")
        .contains("Gateway default/old spec.servers[0]");
  }

  @Test
  void a_server_with_no_host_left_is_out() {
    assertThat(
            merge(
                gateway("default/a").https(443, "x", "x", "a.example.com"),
                gateway("default/b").https(443, "x", "x", "a.example.com")))
        .hasSize(1);
    only(FindingCode.HOST_CONFLICT);
  }

  @Test
  void gateways_of_one_age_are_ordered_by_name_then_namespace() {
    assertThat(
            merge(
                gateway("b/z").https(443, "x", "x", "a.example.com"),
                gateway("c/a").https(443, "x", "x", "a.example.com"),
                gateway("b/a").https(443, "x", "x", "a.example.com")))
        .extracting(server -> server.gateway().toString())
        .containsExactly("b/a");
  }

  @Test
  void wildcards_and_hosts_under_them_do_not_conflict() {
    assertThat(
            merge(
                gateway("default/a").https(443, "x", "x", "*.example.com"),
                gateway("default/b").https(443, "x", "x", "a.example.com"),
                gateway("default/c").https(443, "x", "x", "*")))
        .hasSize(3);
    assertThat(findings.sorted()).isEmpty();
  }

  @Test
  void one_host_for_two_namespaces_in_one_server_is_no_conflict() {
    List<PlacedServer> servers =
        merge(gateway("default/a").https(443, "x", "x", "ns1/a.example.com", "ns2/a.example.com"));

    assertThat(servers.get(0).hosts()).hasSize(2);
    assertThat(servers.get(0).hostNames()).containsExactly("a.example.com");
    assertThat(findings.sorted()).isEmpty();
  }

  @Test
  void plain_servers_share_a_host() {
    assertThat(
            merge(
                gateway("default/a").http(80, "a.example.com"),
                gateway("default/b").http(80, "a.example.com")))
        .hasSize(2);
    assertThat(findings.sorted()).isEmpty();
  }

  @Test
  void plain_and_tls_on_one_port_costs_the_later_server() {
    List<PlacedServer> servers =
        merge(
            gateway("default/a")
                .http(443, "a.example.com")
                .https(443, "x", "x", "b.example.com")
                .https(8443, "y", "y", "b.example.com"));

    assertThat(servers).extracting(server -> server.server().index()).containsExactly(0, 2);
    Finding finding = only(FindingCode.PORT_CONFLICT);
    assertThat(finding.origin().toString()).isEqualTo("Gateway default/a spec.servers[1].port");
    assertThat(finding.sentence()).contains("Gateway default/a spec.servers[0]");
  }

  @Test
  void another_bind_is_another_listener_without_conflict() {
    List<PlacedServer> servers =
        merge(
            gateway("default/a").https(80, "x", "x", "a.example.com"),
            gateway("default/b").bound("10.0.0.5", 80, "a.example.com"));

    assertThat(servers)
        .extracting(server -> server.port().name() + server.port().addresses())
        .containsExactly("0.0.0.0_80[0.0.0.0]", "10.0.0.5_80[10.0.0.5]");
    assertThat(findings.sorted()).isEmpty();
  }

  @Test
  void binding_every_address_is_the_same_as_no_bind() {
    assertThat(
            merge(
                gateway("default/a").http(80, "a.example.com"),
                gateway("default/b").bound("0.0.0.0", 80, "a.example.com"),
                gateway("default/c").bound("::", 80, "a.example.com")))
        .extracting(server -> server.port().name())
        .containsOnly("0.0.0.0_80");
  }

  @Test
  void two_spellings_of_an_address_are_one_listener() {
    family = IpFamily.DUAL;

    assertThat(
            merge(
                gateway("default/a").bound("2001:db8::1", 80, "a.example.com"),
                gateway("default/b").bound("2001:DB8:0::1", 80, "b.example.com")))
        .extracting(server -> server.port().name())
        .containsOnly("2001:db8::1_80");
  }

  @Test
  void a_bind_that_is_no_address_leaves_the_server_out() {
    assertThat(merge(gateway("default/a").bound("unix:///tmp/x", 80, "a.example.com"))).isEmpty();
    assertThat(only(FindingCode.INVALID_FIELD).origin().field()).isEqualTo("spec.servers[0].bind");
  }

  @Test
  void a_bind_of_a_family_that_the_proxies_lack_leaves_the_server_out() {
    assertThat(merge(gateway("default/a").bound("2001:db8::1", 80, "a.example.com"))).isEmpty();
    assertThat(only(FindingCode.INVALID_FIELD).origin().field()).isEqualTo("spec.servers[0].bind");
  }

  @ParameterizedTest
  @CsvSource({"IPV4, 0.0.0.0_80, 0.0.0.0", "IPV6, ::_80, ::", "DUAL, 0.0.0.0_80, 0.0.0.0;::"})
  void without_bind_all_addresses_of_the_family_are_bound(
      IpFamily proxies, String name, String addresses) {
    family = proxies;

    ListenerPort port = merge(gateway("default/a").http(80, "a.example.com")).get(0).port();

    assertThat(port.name()).isEqualTo(name);
    assertThat(port.addresses()).containsExactly(addresses.split(";"));
  }

  private List<PlacedServer> merge(GatewayOf... gateways) {
    Arrays.stream(gateways).map(GatewayOf::build).forEach(resources::add);
    ObjectView view = ObjectView.of(resources);
    return new ServerMerger(
            privileged(family), new PortResolver(view, privileged(family), findings), findings)
        .merge(view.gateways());
  }

  private Finding only(FindingCode code) {
    assertThat(findings.sorted()).extracting(Finding::code).containsExactly(code);
    return findings.sorted().get(0);
  }
}
