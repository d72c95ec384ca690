package io.gatehouse.translate.common;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.finding.Finding;
import io.gatehouse.finding.FindingCode;
import io.gatehouse.finding.Origin;
import io.gatehouse.resource.ProxyGroup.IpFamily;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRulesTest {

  private static final Origin ORIGIN = Origin.of("ServiceEntry", "n", "e");

  private final Findings findings = new Findings();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "LocalHost.",
        "a.localhost",
        "localhost.localdomain",
        "127.0.0.1",
        "169.254.169.254",
        "::1",
        "fe80::1"
      })
  void what_leads_to_the_proxy_itself_is_refused_unless_it_is_allowed(String text) {
    assertThat(rules(IpFamily.DUAL, false).addressOrName(text, ORIGIN)).isEmpty();
    assertThat(findings.sorted())
        .extracting(Finding::code)
        .containsExactly(FindingCode.ENDPOINT_REFUSED);

    assertThat(rules(IpFamily.DUAL, true).addressOrName(text, ORIGIN)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "224.0.0.1",
        "::",
        "127.1",
        "2130706433",
        "0x7f000001",
        "::ffff:1.2.3.4"
      })
  void what_leads_nowhere_or_can_be_read_in_two_ways_is_always_refused(String text) {
    assertThat(rules(IpFamily.DUAL, true).addressOrName(text, ORIGIN)).isEmpty();
    assertThat(findings.sorted()).hasSize(1);
  }

  @Test
  void names_and_addresses_have_one_form() {
    AddressRules rules = rules(IpFamily.DUAL, false);

    assertThat(rules.addressOrName("API.example.org.", ORIGIN)).contains("api.example.org");
    assertThat(rules.addressOrName("2001:DB8:0::1", ORIGIN)).contains("2001:db8::1");
    assertThat(findings.sorted()).isEmpty();
  }

  @Test
  void addresses_of_the_other_family_are_passed_over() {
    AddressRules rules = rules(IpFamily.IPV4, false);

    assertThat(rules.address("192.0.2.1", ORIGIN)).isPresent();
    assertThat(rules.sawOtherFamily()).isFalse();
    assertThat(rules.address("2001:db8::1", ORIGIN)).isEmpty();
    assertThat(rules.sawOtherFamily()).isTrue();
    assertThat(findings.sorted()).isEmpty();
  }

  private AddressRules rules(IpFamily family, boolean allowLocal) {
    return new AddressRules(family, allowLocal, findings);
  }
}
