package io.gatehouse.kubernetes.informer;

import java.time.Instant;

/** How a list and watch fares. Whatever it is, what was read before stays in service. */
sealed interface Condition {

  /** What is known is what the cluster holds. */
  record InSync() implements Condition {}

  /** The cluster has no such kind. */
  record NotServed() implements Condition {}

  /**
   * It is not allowed to Gatehouse.
   *
   * @param verb {@code list} or {@code watch}
   */
  record Forbidden(String verb) implements Condition {}

  /** The API server cannot be reached. */
  record Unreachable(Instant since) implements Condition {}

  /** What answers has no certificate that the client is told to trust. */
  record Untrusted(Instant since) implements Condition {}

  /** The API server does not know who Gatehouse is. */
  record Unauthorized(Instant since) implements Condition {}

  /** The API server answers with an HTTP status that is no answer. */
  record Failing(Instant since, int status) implements Condition {}

  /** What comes as an answer is not the documented JSON. */
  record Garbled(Instant since) implements Condition {}
}
