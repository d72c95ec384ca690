package io.gatehouse.translate.istio;

import static io.gatehouse.testing.Objects.INGRESS;
import static io.gatehouse.testing.Objects.gateway;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.finding.Finding;
import io.gatehouse.finding.FindingCode;
import io.gatehouse.resource.ProxyGroup;
import io.gatehouse.resource.istio.Gateway;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SelectorFindingsTest {

  private static final Gateway TYPO =
      gateway("default/typo").selector(Map.of("istio", "ingress", "app", "x")).build();

  @Test
  void a_gateway_that_selects_no_group_says_what_it_asks_and_what_there_is() {
    Finding finding = only(findings(TYPO, INGRESS));

    assertThat(finding.code()).isEqualTo(FindingCode.SELECTOR_MATCHES_NO_PROXY);
    assertThat(finding.origin()).isEqualTo(TYPO.origin().at("spec.selector"));
    assertThat(finding.sentence())
        .contains("app=x, istio=ingress")
        .contains("istio-system[istio=ingressgateway]");
  }

  @Test
  void where_no_proxy_is_connected_even_an_empty_selector_selects_none() {
    Gateway any = gateway("default/any").selector(Map.of()).build();

    assertThat(only(findings(any)).sentence())
        .contains("any proxy")
        .contains("no proxy is connected");
  }

  @Test
  void a_gateway_that_selects_some_group_is_no_finding() {
    assertThat(findings(gateway("default/a").build(), INGRESS)).isEmpty();
    assertThat(findings(gateway("default/a").selector(Map.of()).build(), INGRESS)).isEmpty();
  }

  private static List<Finding> findings(Gateway gateway, ProxyGroup... groups) {
    return SelectorFindings.of(gateway, List.of(groups));
  }

  private static Finding only(List<Finding> findings) {
    assertThat(findings).hasSize(1);
    return findings.get(0);
  }
}
