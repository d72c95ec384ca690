package io.gatehouse.kubernetes.informer;

import java.util.Objects;
import java.util.Optional;

/**
 * What one list and watch is about.
 *
 * @param namespace empty for all namespaces
 */
record Watched(ApiResource resource, Optional<String> namespace) {

  Watched {
    Objects.requireNonNull(resource, "resource");
    Objects.requireNonNull(namespace, "namespace");
  }

  String path(String version) {
    String namespaced = namespace.map(name -> "/namespaces/" + name).orElse("");
    return resource.path(version) + namespaced + "/" + resource.plural();
  }

  /** {@code namespace x} or {@code all namespaces}. */
  String scope() {
    return namespace.map(name -> "namespace " + name).orElse("all namespaces");
  }

  /** For example {@code secrets in namespace istio-system}. */
  @Override
  public String toString() {
    return resource.fullName() + " in " + scope();
  }
}
