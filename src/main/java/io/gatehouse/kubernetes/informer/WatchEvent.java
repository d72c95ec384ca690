package io.gatehouse.kubernetes.informer;

import java.util.Objects;
import tools.jackson.databind.JsonNode;

/**
 * One line of a watch.
 *
 * @param type {@code ADDED}, {@code MODIFIED}, {@code DELETED}, {@code BOOKMARK} or {@code ERROR}
 * @param object the object; a Status for errors
 */
record WatchEvent(String type, JsonNode object) {

  WatchEvent {
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(object, "object");
  }
}
