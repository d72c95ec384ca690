package io.gatehouse.kubernetes.informer;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The namespaces that are read; the rest of a cluster is neither listed nor watched.
 *
 * @param namespaces where all kinds but Secrets and ConfigMaps are read; empty for all
 * @param secretNamespaces where Secrets and ConfigMaps are read; empty for all
 */
public record WatchedNamespaces(List<String> namespaces, List<String> secretNamespaces) {

  public static final WatchedNamespaces ALL = new WatchedNamespaces(List.of(), List.of());

  public WatchedNamespaces {
    namespaces = namespaces.stream().distinct().toList();
    secretNamespaces = secretNamespaces.stream().distinct().toList();
  }

  /** What is to be listed and watched: every resource, in each of its namespaces. */
  List<Watched> watched() {
    return Stream.of(ApiResource.values()).flatMap(this::watched).toList();
  }

  private Stream<Watched> watched(ApiResource resource) {
    boolean credentials = resource == ApiResource.SECRETS || resource == ApiResource.CONFIG_MAPS;
    List<String> in = credentials ? secretNamespaces : namespaces;
    return in.isEmpty()
        ? Stream.of(new Watched(resource, Optional.empty()))
        : in.stream().map(namespace -> new Watched(resource, Optional.of(namespace)));
  }
}
