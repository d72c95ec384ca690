package io.gatehouse.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ManagedChannel;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

@SpringBootTest(
    classes = GrpcMetricsAutoConfigurationTest.Application.class,
    webEnvironment = WebEnvironment.NONE,
    properties = {
      "grpc.server.port=-1",
      "grpc.server.in-process-name=grpc-metrics-test",
      "grpc.server.enable-keep-alive=false",
      "grpc.server.permit-keep-alive-without-calls=false",
      "grpc.server.permit-keep-alive-time=5m",
      "grpc.server.health-service-enabled=true",
      "management.endpoint.health.validate-group-membership=false"
    })
class GrpcMetricsAutoConfigurationTest {

  @SpringBootConfiguration
  @EnableAutoConfiguration
  static class Application {}

  @Autowired private PrometheusMeterRegistry registry;

  @Test
  void calls_of_the_grpc_server_are_counted() {
    ManagedChannel channel = InProcessChannelBuilder.forName("grpc-metrics-test").build();
    try {
      HealthGrpc.newBlockingStub(channel).check(HealthCheckRequest.getDefaultInstance());
    } finally {
      channel.shutdownNow();
    }

    assertThat(registry.scrape())
        .containsPattern("grpc_server_requests_received_messages_total\\{[^}]*\\} 1\\.0")
        .containsPattern("grpc_server_responses_sent_messages_total\\{[^}]*\\} 1\\.0");
  }
}
