package io.gatehouse.translate.istio;

import static io.gatehouse.testing.Objects.INGRESS;
import static io.gatehouse.testing.Objects.name;
import static io.gatehouse.testing.Objects.service;
import static io.gatehouse.testing.Objects.virtualService;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.finding.Finding;
import io.gatehouse.finding.FindingCode;
import io.gatehouse.finding.Origin;
import io.gatehouse.finding.Severity;
import io.gatehouse.resource.istio.Destination;
import io.gatehouse.resource.istio.VirtualService;
import io.gatehouse.testing.Objects.ServiceOf;
import io.gatehouse.translate.common.Findings;
import io.gatehouse.translate.istio.DestinationResolver.Traffic;
import io.gatehouse.view.ObjectView;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DestinationResolverTest {

  private static final VirtualService FROM = virtualService("default/web").build();
  private static final Origin ORIGIN = FROM.origin().at("spec.http[0].route[0].destination");
  private static final String CLUSTER = "outbound|8000||httpbin.default.svc.cluster.local";

  private final Findings findings = new Findings();
  private DestinationResolver resolver;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "httpbin",
        "httpbin.default",
        "httpbin.default.svc",
        "httpbin.default.svc.cluster.local"
      })
  void a_service_is_found_by_each_form_of_its_name(String host) {
    assertThat(resolve(host, 8000, httpbin().port("http", 8000, 80))).isEqualTo(CLUSTER);

    assertThat(resolver.backends()).containsKey(CLUSTER);
    assertThat(findings.sorted()).isEmpty();
  }

  @Test
  void a_short_name_is_one_of_the_virtual_services_namespace() {
    assertThat(resolve("httpbin", 8000, service("other/httpbin").port("http", 8000, 80)))
        .isEqualTo(CLUSTER);

    assertThat(resolver.backends()).doesNotContainKey(CLUSTER);
    Finding finding = only(FindingCode.DESTINATION_NOT_FOUND);
    assertThat(finding.origin()).isEqualTo(ORIGIN.at("host"));
    assertThat(finding.sentence()).contains("httpbin.default.svc.cluster.local").contains("503");
    assertThat(finding.remedy()).contains("httpbin.other.svc.cluster.local");
  }

  @ParameterizedTest
  @CsvSource({
    "nowhere, outbound|8000||nowhere.default.svc.cluster.local",
    "nowhere.default, outbound|8000||nowhere.default",
    "example.com, outbound|8000||example.com",
    "api.example.com, outbound|8000||api.example.com",
    "httpbin.default.svc.other.domain, outbound|8000||httpbin.default.svc.other.domain",
    "*.wild.card, outbound|8000||*.wild.card",
  })
  void an_unknown_host_keeps_its_name_without_a_cluster(String host, String cluster) {
    assertThat(resolve(host, 8000, httpbin().port("http", 8000, 80))).isEqualTo(cluster);

    assertThat(resolver.backends()).doesNotContainKey(cluster);
    only(FindingCode.DESTINATION_NOT_FOUND);
  }

  @Test
  void the_only_tcp_port_needs_no_naming() {
    assertThat(resolve("httpbin", 0, httpbin().port("http", 8000, 80).udp("dns", 53, 53)))
        .isEqualTo(CLUSTER);
    assertThat(findings.sorted()).isEmpty();
  }

  @Test
  void several_ports_have_to_be_told_apart() {
    String cluster = resolve("httpbin", 0, httpbin().port("a", 1000, 80).port("b", 2000, 80));

    assertThat(resolver.backends()).doesNotContainKey(cluster);
    Finding finding = only(FindingCode.DESTINATION_PORT_NOT_FOUND);
    assertThat(finding.origin()).isEqualTo(ORIGIN.at("port"));
    assertThat(finding.remedy()).contains("1000, 2000");
  }

  @Test
  void a_port_that_is_not_there_is_a_finding_that_lists_those_that_are() {
    String cluster = resolve("httpbin", 9, httpbin().port("a", 1000, 80).port("b", 2000, 80));

    assertThat(resolver.backends()).doesNotContainKey(cluster);
    Finding finding = only(FindingCode.DESTINATION_PORT_NOT_FOUND);
    assertThat(finding.sentence()).contains("no port 9");
    assertThat(finding.remedy()).contains("1000, 2000");
  }

  @Test
  void a_port_that_is_not_for_tcp_is_a_finding() {
    String cluster = resolve("httpbin", 53, httpbin().udp("dns", 53, 53));

    assertThat(resolver.backends()).doesNotContainKey(cluster);
    only(FindingCode.UNSUPPORTED_PROTOCOL);
  }

  @Test
  void of_two_ports_with_one_number_the_tcp_port_is_meant() {
    String cluster = resolve("httpbin", 53, httpbin().udp("dns", 53, 53).port("dns-tcp", 53, 53));

    assertThat(resolver.backends().get(cluster).port()).isEqualTo(53);
    assertThat(findings.sorted()).isEmpty();
  }

  @Test
  void an_external_name_is_looked_up_on_the_port_that_is_asked_for() {
    String cluster = resolve("httpbin", 8000, httpbin().externalName("api.example.com"));

    assertThat(cluster).isEqualTo(CLUSTER);
    assertThat(resolver.backends())
        .containsEntry(CLUSTER, Backend.ofService(name("default/httpbin"), 8000, Optional.empty()));
    assertThat(findings.sorted()).isEmpty();
  }

  @Test
  void an_external_name_needs_a_host_and_a_port() {
    assertThat(resolve("httpbin", 0, httpbin().externalName("api.example.com")))
        .isEqualTo("outbound|0||httpbin.default.svc.cluster.local");
    assertThat(resolver.backends()).isEmpty();
    only(FindingCode.DESTINATION_PORT_NOT_FOUND);
  }

  @Test
  void an_external_name_without_a_host_is_a_finding() {
    resolve("httpbin", 8000, httpbin().type("ExternalName"));

    assertThat(resolver.backends()).isEmpty();
    assertThat(only(FindingCode.INVALID_FIELD).sentence()).contains("names no host");
  }

  @Test
  void an_external_name_of_a_service_means_that_service() {
    String cluster =
        resolve(
            "alias",
            8000,
            service("default/alias").externalName("further.other.svc.cluster.local"),
            service("other/further").externalName("httpbin.default.svc.cluster.local"),
            httpbin().port("http", 8000, 80));

    assertThat(cluster).isEqualTo(CLUSTER);
    assertThat(findings.sorted()).isEmpty();
  }

  @Test
  void names_that_go_in_a_circle_are_left_to_dns() {
    resolve(
        "a",
        8000,
        service("default/a").externalName("b.default.svc.cluster.local"),
        service("default/b").externalName("a.default.svc.cluster.local"));

    assertThat(resolver.backends()).hasSize(1);
  }

  @Test
  void plain_http_to_a_port_that_speaks_tls_is_a_finding() {
    String cluster = resolve("httpbin", 443, httpbin().port("https-web", 443, 8443));

    assertThat(resolver.backends()).containsKey(cluster);
    Finding finding = only(FindingCode.PLAIN_TO_TLS_PORT);
    assertThat(finding.severity()).isEqualTo(Severity.WARNING);
    assertThat(finding.remedy()).contains("DestinationRule");
  }

  @ParameterizedTest
  @CsvSource({
    "*, true",
    "istio-system, true",
    "other;istio-system, true",
    "., false",
    "~, false",
    "other, false",
  })
  void a_service_has_to_be_exported_to_the_namespace_of_the_proxies(
      String exportTo, boolean visible) {
    String cluster =
        resolve("httpbin", 8000, httpbin().port("http", 8000, 80).exportTo(exportTo.split(";")));

    assertThat(resolver.backends().containsKey(cluster)).isEqualTo(visible);
    if (!visible) {
      assertThat(cluster).isEqualTo("BlackHoleCluster");
      assertThat(only(FindingCode.NOT_EXPORTED).sentence()).contains("istio-system");
    }
  }

  @Test
  void a_service_of_the_proxies_own_namespace_may_keep_to_it() {
    String cluster =
        resolve(
            "own.istio-system",
            8000,
            service("istio-system/own").port("http", 8000, 80).exportTo("."));

    assertThat(resolver.backends()).containsKey(cluster);
    assertThat(findings.sorted()).isEmpty();
  }

  private String resolve(String host, int port, ServiceOf... services) {
    ObjectView view = ObjectView.of(Arrays.stream(services).map(ServiceOf::build).toList());
    resolver =
        new DestinationResolver(
            view, INGRESS, new ServiceHosts("cluster.local"), findings, Traffic.REQUESTS);
    Optional<Integer> number = port == 0 ? Optional.empty() : Optional.of(port);
    return resolver
        .resolve(FROM, new Destination(host, number, Optional.empty()), ORIGIN)
        .cluster();
  }

  private static ServiceOf httpbin() {
    return service("default/httpbin");
  }

  private Finding only(FindingCode code) {
    assertThat(findings.sorted()).extracting(Finding::code).containsExactly(code);
    return findings.sorted().get(0);
  }
}
