package io.gatehouse.envoy;

import com.google.protobuf.UInt32Value;
import io.envoyproxy.envoy.config.core.v3.Http2ProtocolOptions;

/** HTTP/2 as Envoy's "Configuring Envoy as an edge proxy" has it, both ways. */
final class Http2 {

  /** Bounds what one connection can make Envoy hold. */
  static final Http2ProtocolOptions LIMITS =
      Http2ProtocolOptions.newBuilder()
          .setMaxConcurrentStreams(UInt32Value.of(100))
          .setInitialStreamWindowSize(UInt32Value.of(64 * 1024))
          .setInitialConnectionWindowSize(UInt32Value.of(1024 * 1024))
          .build();

  private Http2() {}
}
