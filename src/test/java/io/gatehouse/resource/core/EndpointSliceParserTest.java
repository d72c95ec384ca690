package io.gatehouse.resource.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.resource.ObjectName;
import io.gatehouse.resource.Objects;
import io.gatehouse.resource.Parsed;
import io.gatehouse.resource.core.EndpointSlice.Endpoint;
import io.gatehouse.resource.core.EndpointSlice.EndpointPort;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointSliceParserTest {

  @Test
  void reads_a_slice() {
    EndpointSlice slice =
        Objects.clean(
            EndpointSlice.class,
            """
            apiVersion: discovery.k8s.io/v1
            kind: EndpointSlice
            metadata: {name: s-1, namespace: n, labels: {kubernetes.io/service-name: s}}
            addressType: IPv4
            endpoints:
            - {addresses: [10.0.0.1, 10.0.0.2], nodeName: node}
            - {addresses: [10.0.0.3], conditions: {ready: false, serving: true, terminating: true}}
            - {addresses: [10.0.0.4], conditions: {ready: null}}
            ports:
            - {name: http, port: 8080, protocol: TCP}
            - {}
            """);

    assertThat(slice.serviceName()).isEqualTo(new ObjectName("n", "s"));
    assertThat(slice.endpoints())
        .containsExactly(
            new Endpoint(List.of("10.0.0.1", "10.0.0.2"), true, true, false, Optional.empty()),
            new Endpoint(List.of("10.0.0.3"), false, true, true, Optional.empty()),
            new Endpoint(List.of("10.0.0.4"), true, true, false, Optional.empty()));
    assertThat(slice.ports())
        .containsExactly(
            new EndpointPort("http", Optional.of(8080)), new EndpointPort("", Optional.empty()));
  }

  @Test
  void reads_one_without_endpoints_and_ports() {
    EndpointSlice slice =
        Objects.clean(EndpointSlice.class, object("IPv6", "endpoints: null, ports: null"));

    assertThat(slice.endpoints()).isEmpty();
    assertThat(slice.ports()).isEmpty();
    assertThat(slice.service()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "IPv4,localhost",
    "IPv4,10.0.0.256",
    "IPv4,::1",
    "IPv6,10.0.0.1",
    "IPv6,fe80::1%eth0",
    "FQDN,''"
  })
  void leaves_out_only_the_address_that_is_wrong(String type, String address) {
    Parsed parsed = Objects.parse(object(type, "endpoints: [{addresses: ['" + address + "', 5]}]"));

    assertThat(((EndpointSlice) parsed.resource().orElseThrow()).endpoints()).isEmpty();
    assertThat(Objects.said(parsed))
        .containsExactly(
            "ERROR invalid-field endpoints[0].addresses[0]: addresses[0] is \""
                + address
                + "\", which is not an "
                + type
                + " address: the address is left out.",
            "ERROR invalid-field endpoints[0].addresses[1]: addresses[1] is a number, where text is"
                + " expected: the address is left out.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "endpoints: [5, {addresses: [10.0.0.1]}] | endpoints[0]",
        "endpoints: [{}, {addresses: [10.0.0.1]}] | endpoints[0].addresses",
        "endpoints: [{addresses: [10.0.0.2], conditions: {ready: 'no'}}, {addresses: [10.0.0.1]}] | endpoints[0].conditions.ready",
        "endpoints: [{addresses: [10.0.0.1]}], ports: [{port: 0}] | ports[0].port",
      })
  void leaves_out_only_the_endpoint_or_port_that_is_wrong(String fields, String field) {
    Parsed parsed = Objects.parse(object("IPv4", fields));

    EndpointSlice slice = (EndpointSlice) parsed.resource().orElseThrow();
    assertThat(slice.endpoints())
        .extracting(Endpoint::addresses)
        .containsExactly(List.of("10.0.0.1"));
    assertThat(slice.ports()).isEmpty();
    assertThat(parsed.findings())
        .singleElement()
        .satisfies(finding -> assertThat(finding.origin().field()).isEqualTo(field));
  }

  private static String object(String type, String fields) {
    return "{apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, metadata: {name: s}, addressType: "
        + type
        + ", "
        + fields
        + "}";
  }
}
