package io.gatehouse.envoy;

import com.google.protobuf.Duration;

/** Times as protobuf has them. */
final class Durations {

  private Durations() {}

  static Duration encode(java.time.Duration duration) {
    return Duration.newBuilder()
        .setSeconds(duration.getSeconds())
        .setNanos(duration.getNano())
        .build();
  }
}
