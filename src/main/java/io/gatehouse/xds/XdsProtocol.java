package io.gatehouse.xds;

/**
 * One of the two variants of the xDS protocol: how its messages are read and written.
 *
 * @param <Q> request message
 * @param <R> response message
 */
interface XdsProtocol<Q, R> {

  StreamRequest read(Q request);

  R write(TypeState state, Delivery delivery);

  /** Whether a response of {@code type} names all resources and thereby removes all others. */
  boolean namesAll(XdsType type);

  /** Whether the protocol can say that a name is absent. */
  boolean tellsAbsence();

  /** Whether a request answers all responses of its type that were sent before, too. */
  boolean acknowledgesCumulatively();

  /** What Envoy meant to refuse of {@code delivery}. */
  Verdict judge(TypeState state, Delivery delivery, String detail);
}
