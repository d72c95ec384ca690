package io.gatehouse.xds;

import java.util.Optional;

/**
 * What there is to say of a name.
 *
 * @param resource to be served; empty: nothing is said, or that there is none
 * @param absent whether it is said that there is none
 */
record Answer(Optional<XdsResource> resource, boolean absent) {

  static final Answer SILENCE = new Answer(Optional.empty(), false);
  static final Answer ABSENT = new Answer(Optional.empty(), true);

  static Answer of(XdsResource resource) {
    return new Answer(Optional.of(resource), false);
  }
}
