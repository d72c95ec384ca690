package io.gatehouse.model;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/** What is done to some requests on purpose, before anything else: first they wait. */
public record Fault(Optional<Delay> delay, Optional<Abort> abort) {

  public Fault {
    Objects.requireNonNull(delay, "delay");
    Objects.requireNonNull(abort, "abort");
  }

  /**
   * @param time above 0
   * @param perMillion how many of a million requests
   */
  public record Delay(Duration time, int perMillion) {}

  /**
   * Answered in place of the backend.
   *
   * @param grpc whether {@code status} is gRPC's, or else HTTP's
   * @param perMillion how many of a million requests
   */
  public record Abort(boolean grpc, int status, int perMillion) {}
}
