package io.gatehouse.resource.istio;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/** Istio's {@code fault}: at least one of the two. */
public record HttpFault(Optional<Delay> delay, Optional<Abort> abort) {

  public HttpFault {
    Objects.requireNonNull(delay, "delay");
    Objects.requireNonNull(abort, "abort");
  }

  /**
   * @param fixed 1 ms or more
   * @param perMillion how many of a million requests
   */
  public record Delay(Duration fixed, int perMillion) {}

  /**
   * @param grpc whether {@code status} is a code of gRPC, or else of HTTP
   * @param perMillion how many of a million requests
   */
  public record Abort(boolean grpc, int status, int perMillion) {}
}
