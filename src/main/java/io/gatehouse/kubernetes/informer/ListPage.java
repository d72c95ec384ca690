package io.gatehouse.kubernetes.informer;

import java.util.Objects;

/**
 * What a page of a list says beside its objects.
 *
 * @param resourceVersion the moment the whole list shows; watches begin there
 * @param continuation asks for the next page; empty on the last
 */
record ListPage(String resourceVersion, String continuation) {

  ListPage {
    Objects.requireNonNull(resourceVersion, "resourceVersion");
    Objects.requireNonNull(continuation, "continuation");
  }

  boolean isLast() {
    return continuation.isEmpty();
  }
}
