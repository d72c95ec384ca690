package io.gatehouse.translate.istio;

import static io.gatehouse.testing.Objects.gateway;
import static io.gatehouse.testing.Objects.virtualService;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.finding.Finding;
import io.gatehouse.finding.FindingCode;
import io.gatehouse.finding.Severity;
import io.gatehouse.resource.istio.Gateway;
import io.gatehouse.resource.istio.VirtualService;
import io.gatehouse.testing.Objects.VirtualServiceOf;
import io.gatehouse.testing.Translation;
import java.util.List;
import org.junit.jupiter.api.Test;

class BindingFindingsTest {

  private static final Gateway GATEWAY =
      gateway("default/mygateway")
          .http(80, "*.example.com", "closed/a.closed.com")
          .https(443, "https", "c", "b.com")
          .build();

  @Test
  void a_gateway_that_does_not_exist_is_named() {
    Finding finding =
        only(vs().hosts("a.example.com").gateways("default/mygateway", "other/mygateway"));

    assertThat(finding.code()).isEqualTo(FindingCode.GATEWAY_NOT_FOUND);
    assertThat(finding.origin().toString())
        .isEqualTo("VirtualService default/httpbin spec.gateways");
    assertThat(finding.sentence()).contains("other/mygateway").doesNotContain("default/mygateway");
  }

  @Test
  void hosts_that_overlap_in_either_direction_are_no_finding() {
    assertThat(findings(vs().hosts("a.example.com", "*.com", "b.com", "*"))).isEmpty();
  }

  @Test
  void hosts_that_no_server_has_are_an_error() {
    Finding finding = only(vs().hosts("a.example.org", "example.com"));

    assertThat(finding.code()).isEqualTo(FindingCode.HOST_NOT_IN_GATEWAY);
    assertThat(finding.severity()).isEqualTo(Severity.ERROR);
    assertThat(finding.sentence()).contains("a.example.org").contains("default/mygateway");
  }

  @Test
  void a_host_for_another_namespace_is_as_good_as_absent() {
    assertThat(only(vs().hosts("a.closed.com")).code()).isEqualTo(FindingCode.HOST_NOT_IN_GATEWAY);
    assertThat(findings(virtualService("closed/httpbin").hosts("a.closed.com"))).isEmpty();
  }

  @Test
  void some_hosts_that_no_server_has_are_only_worth_knowing() {
    Finding finding = only(vs().hosts("a.example.com", "reviews"));

    assertThat(finding.severity()).isEqualTo(Severity.INFO);
    assertThat(finding.sentence()).contains("reviews").doesNotContain("a.example.com");
  }

  private static VirtualServiceOf vs() {
    return virtualService("default/httpbin");
  }

  private static List<Finding> findings(VirtualServiceOf virtualService) {
    VirtualService built = virtualService.build();
    return BindingFindings.of(built, Translation.bindings(List.of(GATEWAY, built)));
  }

  private static Finding only(VirtualServiceOf virtualService) {
    assertThat(findings(virtualService)).hasSize(1);
    return findings(virtualService).get(0);
  }
}
