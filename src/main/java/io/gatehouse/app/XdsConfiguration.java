package io.gatehouse.app;

import io.gatehouse.pipeline.Pipeline;
import io.gatehouse.xds.XdsServer;
import io.gatehouse.xds.XdsTimings;
import net.devh.boot.grpc.server.serverfactory.GrpcServerConfigurer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The xDS services, hosted by the gRPC server of net.devh's starter. */
@Configuration(proxyBeanMethods = false)
class XdsConfiguration {

  @Bean(destroyMethod = "close")
  XdsServer xdsServer(Pipeline pipeline, DeliveryFanOut deliveries) {
    return new XdsServer(pipeline, deliveries, XdsTimings.DEFAULT);
  }

  @Bean
  GrpcServerConfigurer xdsServices(XdsServer server) {
    return builder -> server.services().forEach(builder::addService);
  }
}
