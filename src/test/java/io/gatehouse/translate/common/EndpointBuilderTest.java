package io.gatehouse.translate.common;

import static io.gatehouse.testing.Objects.service;
import static io.gatehouse.testing.Objects.slice;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.finding.Finding;
import io.gatehouse.finding.FindingCode;
import io.gatehouse.finding.Severity;
import io.gatehouse.model.EndpointAssignment.Endpoint;
import io.gatehouse.resource.ProxyGroup.IpFamily;
import io.gatehouse.resource.Resource;
import io.gatehouse.resource.core.Service;
import io.gatehouse.testing.Objects.SliceOf;
import io.gatehouse.view.ObjectView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointBuilderTest {

  private static final Service HTTPBIN =
      service("default/httpbin").port("http", 8000, 8080).build();

  private final Findings findings = new Findings();
  private IpFamily family = IpFamily.IPV4;
  private boolean allowLocal;

  @Test
  void ready_endpoints_of_all_slices_are_used_once_each_in_order() {
    assertThat(
            endpoints(
                of("b").ready("10.0.0.3").ready("10.0.0.1"),
                of("a").ready("10.0.0.1").ready("10.0.0.2", "10.0.0.4")))
        .containsExactly(
            ready("10.0.0.1"), ready("10.0.0.2"), ready("10.0.0.3"), ready("10.0.0.4"));
    assertThat(findings.sorted()).isEmpty();
  }

  @Test
  void the_port_is_the_one_that_each_slice_gives_for_the_services_port() {
    assertThat(
            endpoints(
                slice("default/a", "httpbin").port("admin", 1).port("http", 80).ready("10.0.0.1"),
                slice("default/b", "httpbin").port("http", 81).ready("10.0.0.1")))
        .containsExactly(new Endpoint("10.0.0.1", 80, false), new Endpoint("10.0.0.1", 81, false));
  }

  @Test
  void a_port_that_a_slice_leaves_open_is_the_services_target() {
    assertThat(endpoints(slice("default/a", "httpbin").anyPort("http").ready("10.0.0.1")))
        .containsExactly(ready("10.0.0.1"));
  }

  @Test
  void endpoints_that_drain_wait_until_no_ready_one_is_left() {
    SliceOf draining = of("a").draining("10.0.0.1").notReady("10.0.0.9");

    assertThat(endpoints(draining, of("b").ready("10.0.0.2"))).containsExactly(ready("10.0.0.2"));
    assertThat(endpoints(draining)).containsExactly(new Endpoint("10.0.0.1", 8080, true));
  }

  @Test
  void an_address_that_one_slice_drains_and_another_has_ready_is_ready() {
    assertThat(endpoints(of("a").draining("10.0.0.1"), of("b").ready("10.0.0.1")))
        .containsExactly(ready("10.0.0.1"));
  }

  @ParameterizedTest
  @CsvSource({"IPV4, 10.0.0.1", "IPV6, 2001:db8::1", "DUAL, 10.0.0.1;2001:db8::1"})
  void proxies_are_given_addresses_of_their_families(IpFamily proxies, String expected) {
    family = proxies;

    assertThat(endpoints(of("a").ready("10.0.0.1"), of("b").type("IPv6").ready("2001:DB8::1")))
        .extracting(Endpoint::address)
        .containsExactly(expected.split(";"));
    assertThat(findings.sorted()).isEmpty();
  }

  @Test
  void a_service_without_slices_has_an_empty_assignment_and_a_warning() {
    assertThat(endpoints()).isEmpty();

    Finding finding = only(FindingCode.NO_ENDPOINTS);
    assertThat(finding.severity()).isEqualTo(Severity.WARNING);
    assertThat(finding.origin()).isEqualTo(HTTPBIN.origin());
    assertThat(finding.sentence())
        .contains("default/httpbin")
        .contains("8000")
        .contains("no EndpointSlice");
  }

  @Test
  void the_warning_says_why_no_endpoint_is_left() {
    assertThat(reasonFor(of("a").notReady("10.0.0.1"))).contains("none is ready");
    assertThat(reasonFor(slice("default/a", "httpbin").port("grpc", 1).ready("10.0.0.1")))
        .contains("\"http\"");
    assertThat(reasonFor(of("a").type("IPv6").ready("2001:db8::1"))).contains("IPv4");
    assertThat(reasonFor(of("a"))).contains("no address that can be used");
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, false, false",
    "169.254.169.254, false, false",
    "127.0.0.1, true, true",
    "169.254.169.254, true, true",
    "0.0.0.0, true, false",
    "224.0.0.1, true, false",
    "localhost, true, false",
    "0177.0.0.1, true, false",
    "::1, true, false",
  })
  void endpoints_that_lead_astray_are_refused(String address, boolean allowed, boolean used) {
    allowLocal = allowed;

    assertThat(endpoints(of("a").ready(address, "10.0.0.1"))).hasSize(used ? 2 : 1);
    if (used) {
      assertThat(findings.sorted()).isEmpty();
    } else {
      Finding finding = only(FindingCode.ENDPOINT_REFUSED);
      assertThat(finding.origin().toString()).isEqualTo("EndpointSlice default/a endpoints");
      assertThat(finding.sentence()).contains(address);
    }
  }

  @Test
  void names_instead_of_addresses_are_not_served() {
    assertThat(endpoints(of("a").type("FQDN").ready("pod.example.com"), of("b").ready("10.0.0.1")))
        .containsExactly(ready("10.0.0.1"));
    assertThat(only(FindingCode.UNSUPPORTED_FIELD).origin().toString())
        .isEqualTo("EndpointSlice default/a addressType");
  }

  private List<Endpoint> endpoints(SliceOf... slices) {
    List<Resource> resources = new ArrayList<>();
    Arrays.stream(slices).map(SliceOf::build).forEach(resources::add);
    Collections.reverse(resources);
    return new EndpointBuilder(ObjectView.of(resources), family, allowLocal, findings)
        .build("cluster", HTTPBIN, HTTPBIN.ports().get(0))
        .endpoints();
  }

  private String reasonFor(SliceOf... slices) {
    Findings fresh = new Findings();
    List<Resource> resources = new ArrayList<>();
    Arrays.stream(slices).map(SliceOf::build).forEach(resources::add);
    new EndpointBuilder(ObjectView.of(resources), family, allowLocal, fresh)
        .build("cluster", HTTPBIN, HTTPBIN.ports().get(0));
    return fresh.sorted().get(0).sentence();
  }

  private Finding only(FindingCode code) {
    assertThat(findings.sorted()).extracting(Finding::code).containsExactly(code);
    return findings.sorted().get(0);
  }

  private static SliceOf of(String name) {
    return slice("default/" + name, "httpbin").port("http", 8080);
  }

  private static Endpoint ready(String address) {
    return new Endpoint(address, 8080, false);
  }
}
