package io.gatehouse.resource.istio;

import static io.gatehouse.resource.Objects.clean;
import static io.gatehouse.resource.Objects.parse;
import static io.gatehouse.resource.Objects.said;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.resource.Parsed;
import io.gatehouse.resource.istio.ServiceEntry.Endpoint;
import io.gatehouse.resource.istio.ServiceEntry.Port;
import io.gatehouse.resource.istio.ServiceEntry.Resolution;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceEntryParserTest {

  private static final String HEAD =
      """
      apiVersion: networking.istio.io/v1
      kind: ServiceEntry
      metadata: {name: e, namespace: n}
      spec:
      """;

  @Test
  void every_field_that_counts_is_read() {
    ServiceEntry entry =
        clean(
            ServiceEntry.class,
            HEAD
                + """
                  hosts: [API.example.org, "*.example.org"]
                  addresses: [192.0.2.80]
                  location: MESH_EXTERNAL
                  resolution: STATIC
                  ports:
                  - {number: 80, name: http, protocol: http, targetPort: 8080}
                  - {number: 53, name: dns, protocol: UDP}
                  endpoints:
                  - {address: 192.0.2.1, ports: {http: 9090}, labels: {v: a}, weight: 3}
                  - {address: "2001:db8::1"}
                  subjectAltNames: [san.example.org]
                  exportTo: ["."]
                """);

    assertThat(entry)
        .isEqualTo(
            new ServiceEntry(
                entry.metadata(),
                List.of("api.example.org", "*.example.org"),
                List.of(new Port(80, "http", "HTTP", 8080), new Port(53, "dns", "UDP", 53)),
                Resolution.STATIC,
                List.of(
                    new Endpoint(
                        0, new Workload("192.0.2.1", Map.of("http", 9090), Map.of("v", "a"), 3)),
                    new Endpoint(1, new Workload("2001:db8::1", Map.of(), Map.of(), 1))),
                Map.of(),
                List.of("san.example.org"),
                List.of(".")));
    assertThat(entry.ports()).extracting(Port::isTcp).containsExactly(true, false);
    assertThat(entry.visibleIn("n")).isTrue();
    assertThat(entry.visibleIn("istio-system")).isFalse();
  }

  @Test
  void one_that_says_nothing_of_resolution_has_none() {
    ServiceEntry entry = clean(ServiceEntry.class, HEAD + "  hosts: [a.org]\n");

    assertThat(entry.resolution()).isEqualTo(Resolution.NONE);
    assertThat(entry.visibleIn("anywhere")).isTrue();
  }

  @Test
  void a_selector_without_labels_selects_nothing() {
    Parsed parsed =
        parse(HEAD + "  hosts: [a.org]\n  resolution: STATIC\n  workloadSelector: {}\n");

    assertThat(said(parsed))
        .containsExactly(
            "WARNING invalid-field spec.workloadSelector: workloadSelector has no labels: it selects"
                + " nothing.");
  }

  @ParameterizedTest
  @CsvSource({
    "127.1",
    "0x7f000001",
    "1.2.3",
    "a..b",
    "-a.org",
    "a b",
    "api.example.org:80",
    "10.0.0.1.5",
    "fe80::1%eth0",
  })
  void what_is_no_address_and_no_name_is_left_out(String address) {
    Parsed parsed =
        parse(
            HEAD
                + "  hosts: [a.org]\n  resolution: DNS\n  endpoints: [{address: \"%s\"}]\n"
                    .formatted(address));

    assertThat(((ServiceEntry) parsed.resource().orElseThrow()).endpoints()).isEmpty();
    assertThat(said(parsed))
        .singleElement()
        .asString()
        .contains("spec.endpoints[0].address", "neither an IP address nor a DNS name");
  }

  @Test
  void a_resolution_that_is_unknown_keeps_the_last_good_version() {
    assertThat(parse(HEAD + "  hosts: [a.org]\n  resolution: dns\n").resource()).isEmpty();
    assertThat(parse(HEAD + "  hosts: [a.org]\n  resolution: DYNAMIC_DNS\n").resource()).isEmpty();
  }
}
