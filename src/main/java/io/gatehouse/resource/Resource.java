package io.gatehouse.resource;

import io.gatehouse.finding.Origin;

/** An object that was read. Immutable, compared by content. */
public interface Resource {

  Metadata metadata();

  Kind kind();

  default ObjectName name() {
    return metadata().name();
  }

  default ObjectKey key() {
    return new ObjectKey(kind(), name());
  }

  /** Where findings about the object as a whole point. */
  default Origin origin() {
    return key().origin();
  }
}
