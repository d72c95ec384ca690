package io.gatehouse.translate.istio;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.model.Cluster.UpstreamProtocol;
import io.gatehouse.resource.core.Service.ServicePort;
import io.gatehouse.resource.core.Service.TargetPort;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClusterBuilderTest {

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

    assertThat(ClusterBuilder.protocol(port)).isEqualTo(protocol);
  }
}
