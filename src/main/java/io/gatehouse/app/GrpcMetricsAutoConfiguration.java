package io.gatehouse.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.grpc.MetricCollectingServerInterceptor;
import net.devh.boot.grpc.server.autoconfigure.GrpcServerAutoConfiguration;
import net.devh.boot.grpc.server.interceptor.GrpcGlobalServerInterceptor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;

/**
 * The gRPC server's metrics ({@code grpc_server_*}). The starter's own auto-configuration waits for
 * one that Boot 4 renamed, finds no registry and does nothing, so it is excluded.
 */
@AutoConfiguration(
    after = CompositeMeterRegistryAutoConfiguration.class,
    before = GrpcServerAutoConfiguration.class)
@ConditionalOnBean(MeterRegistry.class)
public class GrpcMetricsAutoConfiguration {

  @GrpcGlobalServerInterceptor
  MetricCollectingServerInterceptor metricCollectingServerInterceptor(MeterRegistry registry) {
    return new MetricCollectingServerInterceptor(registry);
  }
}
