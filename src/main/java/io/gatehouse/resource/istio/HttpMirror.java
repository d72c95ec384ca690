package io.gatehouse.resource.istio;

import java.util.Objects;

/**
 * Somebody who gets copies of requests.
 *
 * @param field where the destination is, below its route
 * @param perMillion how many of a million requests, above 0
 */
public record HttpMirror(String field, Destination destination, int perMillion) {

  public HttpMirror {
    Objects.requireNonNull(field, "field");
    Objects.requireNonNull(destination, "destination");
  }
}
