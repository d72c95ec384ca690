package io.gatehouse.app;

import net.devh.boot.grpc.server.autoconfigure.GrpcServerMetricAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.context.annotation.Import;

/**
 * Turns the gRPC server's metrics on. The starter's own auto-configuration waits for one that Boot
 * 4 renamed, and so finds no registry; it is excluded and imported here, at the right time.
 */
@AutoConfiguration(after = CompositeMeterRegistryAutoConfiguration.class)
@Import(GrpcServerMetricAutoConfiguration.class)
public class GrpcMetricsAutoConfiguration {}
