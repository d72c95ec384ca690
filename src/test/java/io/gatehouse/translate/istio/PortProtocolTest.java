package io.gatehouse.translate.istio;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.model.Cluster.UpstreamProtocol;
import io.gatehouse.resource.core.Service.ServicePort;
import io.gatehouse.resource.core.Service.TargetPort;
import io.gatehouse.resource.istio.ServiceEntry;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PortProtocolTest {

  @ParameterizedTest
  @CsvSource({
    "'',         ,                   HTTP1",
    "http,       ,                   HTTP1",
    "http-web,   ,                   HTTP1",
    "http2,      ,                   HTTP2",
    "http2-web,  ,                   HTTP2",
    "grpc,       ,                   HTTP2",
    "GRPC-api,   ,                   HTTP2",
    "grpcweb,    ,                   HTTP1",
    "grpc-web,   ,                   HTTP2",
    "grpc-web-a, ,                   HTTP2",
    "tcp-db,     ,                   HTTP1",
    "https,      ,                   HTTP1",
    "web,        kubernetes.io/ws,   HTTP1",
    "web,        http2,              HTTP2",
    "web,        grpc,               HTTP2",
    "web,        h2c,                HTTP2",
    "web,        kubernetes.io/h2c,  HTTP2",
    "grpc,       http,               HTTP1",
  })
  void app_protocol_or_name_says_what_is_spoken(
      String name, String appProtocol, UpstreamProtocol protocol) {
    ServicePort port =
        new ServicePort(
            name, 80, new TargetPort.Number(80), "TCP", Optional.ofNullable(appProtocol));

    assertThat(PortProtocol.of(port).upstream()).isEqualTo(protocol);
  }

  @ParameterizedTest
  @CsvSource({
    "https,      ,                   true",
    "https-web,  ,                   true",
    "tls,        ,                   true",
    "web,        kubernetes.io/wss,  true",
    "https,      http,               false",
    "http,       ,                   false",
  })
  void some_ports_speak_tls(String name, String appProtocol, boolean tls) {
    ServicePort port =
        new ServicePort(
            name, 443, new TargetPort.Number(443), "TCP", Optional.ofNullable(appProtocol));

    assertThat(PortProtocol.of(port) == PortProtocol.TLS).isEqualTo(tls);
  }

  @ParameterizedTest
  @CsvSource({
    "HTTP, HTTP1",
    "HTTP2, HTTP2",
    "GRPC, HTTP2",
    "GRPC-WEB, HTTP2",
    "HTTPS, TLS",
    "TLS, TLS",
    "TCP, HTTP1",
    "MONGO, HTTP1",
    "'', HTTP1"
  })
  void a_service_entry_says_it_by_protocol(String protocol, PortProtocol spoken) {
    assertThat(PortProtocol.of(new ServiceEntry.Port(80, "grpc", protocol, 80))).isEqualTo(spoken);
  }
}
