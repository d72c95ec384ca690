package io.gatehouse.translate.istio;

import static io.gatehouse.testing.Objects.INGRESS;
import static io.gatehouse.testing.Objects.privileged;
import static io.gatehouse.testing.Objects.service;
import static io.gatehouse.testing.Objects.slice;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.finding.Finding;
import io.gatehouse.finding.FindingCode;
import io.gatehouse.finding.Origin;
import io.gatehouse.resource.ProxyGroup;
import io.gatehouse.resource.ProxyGroup.IpFamily;
import io.gatehouse.resource.Resource;
import io.gatehouse.testing.Objects.ServiceOf;
import io.gatehouse.translate.common.Findings;
import io.gatehouse.view.ObjectView;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PortResolverTest {

  private static final Origin SERVER =
      Origin.of("Gateway", "default", "mygateway").at("spec.servers").at(0).at("port.number");

  private final Findings findings = new Findings();

  @Test
  void the_services_target_port_is_bound() {
    assertThat(resolve(443, ingress("a").port("https", 443, 8443).build())).contains(8443);
    assertThat(findings.sorted()).isEmpty();
  }

  @Test
  void without_a_service_the_port_is_bound_as_it_is() {
    assertThat(resolve(8443)).contains(8443);
    assertThat(resolve(8443, ingress("a").port("https", 443, 9443).build())).contains(8443);
    assertThat(findings.sorted()).isEmpty();
  }

  @Test
  void services_of_other_namespaces_or_workloads_say_nothing() {
    assertThat(
            resolve(
                8443,
                service("default/a").selector(INGRESS.labels()).port("", 8443, 1111).build(),
                service("istio-system/b").port("", 8443, 2222).build(),
                service("istio-system/c")
                    .selector(Map.of("istio", "egressgateway"))
                    .port("", 8443, 3333)
                    .build(),
                ingress("d").udp("quic", 8443, 4444).build()))
        .contains(8443);
    assertThat(findings.sorted()).isEmpty();
  }

  @Test
  void a_named_target_port_is_the_one_of_the_services_slices() {
    assertThat(
            resolve(
                443,
                ingress("a").port("https", 443, "tls").build(),
                slice("istio-system/a-1", "a")
                    .port("http", 8080)
                    .port("https", 8443)
                    .notReady("10.0.0.1")
                    .build()))
        .contains(8443);
    assertThat(findings.sorted()).isEmpty();
  }

  @Test
  void a_named_target_port_that_no_slice_knows_leaves_the_server_out() {
    assertThat(resolve(443, ingress("a").port("https", 443, "tls").build())).isEmpty();

    Finding finding = only(FindingCode.PORT_UNRESOLVED);
    assertThat(finding.origin()).isEqualTo(SERVER);
    assertThat(finding.sentence()).contains("istio-system/a");
  }

  @Test
  void a_named_target_port_that_no_slice_knows_leaves_the_word_to_the_next_service() {
    assertThat(
            resolve(
                443,
                ingress("a").age(1).port("https", 443, "tls").build(),
                ingress("b").age(2).port("https", 443, 8443).build()))
        .contains(8443);
    assertThat(findings.sorted()).isEmpty();
  }

  @Test
  void the_oldest_of_services_that_disagree_is_followed_with_a_warning() {
    assertThat(
            resolve(
                443,
                ingress("a").age(2).port("https", 443, 9443).build(),
                ingress("b").age(1).port("https", 443, 8443).build()))
        .contains(8443);

    Finding finding = only(FindingCode.PORT_AMBIGUOUS);
    assertThat(finding.sentence()).contains("b to 8443", "a to 9443");
  }

  @Test
  void among_services_of_one_age_the_name_decides() {
    assertThat(
            resolve(
                443,
                ingress("b").port("https", 443, 9443).build(),
                ingress("a").port("https", 443, 8443).build()))
        .contains(8443);
  }

  @Test
  void services_that_agree_are_no_finding() {
    assertThat(
            resolve(
                443,
                ingress("a").port("https", 443, 8443).build(),
                ingress("b").port("https", 443, 8443).build()))
        .contains(8443);
    assertThat(findings.sorted()).isEmpty();
  }

  @Test
  void pods_that_disagree_on_a_name_are_a_warning() {
    assertThat(
            resolve(
                443,
                ingress("a").port("https", 443, "tls").build(),
                slice("istio-system/a-1", "a").port("https", 9443).build(),
                slice("istio-system/a-2", "a").port("https", 8443).build()))
        .contains(8443);
    only(FindingCode.PORT_AMBIGUOUS);
  }

  @Test
  void a_port_that_unprivileged_proxies_cannot_bind_leaves_the_server_out() {
    assertThat(resolve(443)).isEmpty();

    Finding finding = only(FindingCode.PORT_PRIVILEGED);
    assertThat(finding.origin()).isEqualTo(SERVER);
    assertThat(finding.sentence()).contains("443").contains("istio-system");
    assertThat(finding.remedy()).contains("Service").contains("8443");
  }

  @Test
  void a_target_port_that_unprivileged_proxies_cannot_bind_leaves_the_server_out() {
    assertThat(resolve(8443, ingress("a").port("https", 8443, 443).build())).isEmpty();
    only(FindingCode.PORT_PRIVILEGED);
  }

  @Test
  void privileged_proxies_bind_any_port() {
    assertThat(resolve(privileged(IpFamily.IPV4), 443)).contains(443);
    assertThat(findings.sorted()).isEmpty();
  }

  private Optional<Integer> resolve(int port, Resource... resources) {
    return resolve(INGRESS, port, resources);
  }

  private Optional<Integer> resolve(ProxyGroup group, int port, Resource... resources) {
    return new PortResolver(ObjectView.of(List.of(resources)), group, findings)
        .resolve(port, SERVER);
  }

  private static ServiceOf ingress(String name) {
    return service("istio-system/" + name).selector(INGRESS.labels());
  }

  private Finding only(FindingCode code) {
    assertThat(findings.sorted()).extracting(Finding::code).containsExactly(code);
    return findings.sorted().get(0);
  }
}
