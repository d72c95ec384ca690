package io.gatehouse.kubernetes.informer;

import java.time.Duration;

/**
 * How long the API server is waited for.
 *
 * @param connect for a connection
 * @param answer for an answer to begin, and between its parts
 * @param watch least time a watch is asked to last; each lasts up to half as long again, so that
 *     they do not all end together
 * @param ping between signs of life on an idle HTTP/2 connection; one that is missed ends it
 * @param retry between questions for what is forbidden or not served
 */
record Patience(Duration connect, Duration answer, Duration watch, Duration ping, Duration retry) {

  static final Patience DEFAULT =
      new Patience(
          Duration.ofSeconds(5),
          Duration.ofSeconds(30),
          Duration.ofMinutes(4),
          Duration.ofSeconds(10),
          Duration.ofSeconds(3));
}
