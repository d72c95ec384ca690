package io.gatehouse.resource.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.resource.Objects;
import io.gatehouse.resource.Parsed;
import io.gatehouse.resource.core.Service.ServicePort;
import io.gatehouse.resource.core.Service.TargetPort;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceParserTest {

  @Test
  void reads_a_service() {
    Service service =
        Objects.clean(
            Service.class,
            """
            apiVersion: v1
            kind: Service
            metadata:
              name: s
              annotations: {networking.istio.io/exportTo: "., edge,"}
            spec:
              clusterIP: None
              selector: {app: s}
              sessionAffinity: ClientIP
              ports:
              - {name: http, port: 80, targetPort: 8080}
              - {name: h2, port: 81, targetPort: web, appProtocol: kubernetes.io/h2c}
              - {name: dns, port: 53, protocol: UDP}
            """);

    assertThat(service)
        .isEqualTo(
            new Service(
                service.metadata(),
                "ClusterIP",
                true,
                Optional.empty(),
                Map.of("app", "s"),
                List.of(
                    new ServicePort(
                        "http", 80, new TargetPort.Number(8080), "TCP", Optional.empty()),
                    new ServicePort(
                        "h2",
                        81,
                        new TargetPort.Named("web"),
                        "TCP",
                        Optional.of("kubernetes.io/h2c")),
                    new ServicePort("dns", 53, new TargetPort.Number(53), "UDP", Optional.empty())),
                List.of(".", "edge")));
  }

  @Test
  void reads_an_external_name() {
    Service service =
        Objects.clean(Service.class, object("type: ExternalName, externalName: a.example.com"));

    assertThat(service.type()).isEqualTo("ExternalName");
    assertThat(service.externalName()).contains("a.example.com");
    assertThat(service.headless()).isFalse();
    assertThat(service.ports()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | ports[0].port: port is missing",
        "{port: 0} | ports[0].port: port is 0, which is not from 1 to 65535",
        "{port: 80, targetPort: 70000} | ports[0].targetPort: targetPort is 70000, which is not from 0 to 65535",
        "{port: 80, targetPort: '8080'} | ports[0].targetPort: targetPort is \"8080\", which is text without a letter",
        "{port: 80, targetPort: []} | ports[0].targetPort: targetPort is a list, where a whole number is expected",
        "{port: 80, name: 5} | ports[0].name: name is a number, where text is expected",
      })
  void leaves_out_only_the_port_that_is_wrong(String port, String said) {
    Parsed parsed = Objects.parse(object("ports: [" + port + ", {name: good, port: 81}]"));

    Service service = (Service) parsed.resource().orElseThrow();
    assertThat(service.ports()).extracting(ServicePort::name).containsExactly("good");
    assertThat(Objects.said(parsed))
        .containsExactly("ERROR invalid-field spec." + said + ": the port is left out.");
  }

  private static String object(String spec) {
    return "{apiVersion: v1, kind: Service, metadata: {name: s}, spec: {" + spec + "}}";
  }
}
