package io.gatehouse.xds;

import io.grpc.Status;

/**
 * The sending side of a call. Used by one thread at a time.
 *
 * @param <R> the protocol's response message
 */
interface Transport<R> {

  /** Whether a message would leave now, rather than pile up here. */
  boolean isReady();

  void send(R response);

  /** Ends the call; nothing may be sent after. */
  void close(Status status);
}
