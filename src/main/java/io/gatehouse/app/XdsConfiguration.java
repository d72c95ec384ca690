package io.gatehouse.app;

import io.gatehouse.pipeline.Pipeline;
import io.gatehouse.xds.XdsServer;
import io.gatehouse.xds.XdsTimings;
import net.devh.boot.grpc.server.serverfactory.GrpcServerConfigurer;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The xDS services, hosted by the gRPC server of net.devh's starter. */
@Configuration(proxyBeanMethods = false)
class XdsConfiguration {

  /**
   * Below INFO it writes the first bytes of each HTTP/2 frame. A message with secrets goes out in
   * several where the client's window is small, so that these bytes may be a private key's: no
   * setting is to make it do so.
   */
  private static final String FRAME_LOGGER =
      "io.grpc.netty.shaded.io.grpc.netty.NettyServerHandler";

  @Bean(destroyMethod = "close")
  XdsServer xdsServer(Pipeline pipeline, DeliveryFanOut deliveries) {
    return new XdsServer(pipeline, deliveries, XdsTimings.DEFAULT);
  }

  @Bean
  GrpcServerConfigurer xdsServices(XdsServer server, LoggingSystem logging) {
    logging.setLogLevel(FRAME_LOGGER, LogLevel.INFO);
    return server::host;
  }
}
