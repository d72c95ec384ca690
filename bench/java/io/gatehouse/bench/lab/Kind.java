package io.gatehouse.bench.lab;

import java.util.LinkedHashMap;
import java.util.Map;

/** The kinds of objects that are written, each in one namespace. */
enum Kind {
  NAMESPACE("v1", "Namespace", "", "namespaces"),
  SERVICE("v1", "Service", Kind.APPLICATIONS, "services"),
  ENDPOINT_SLICE("discovery.k8s.io/v1", "EndpointSlice", Kind.APPLICATIONS, "endpointslices"),
  GATEWAY("networking.istio.io/v1", "Gateway", Kind.APPLICATIONS, "gateways"),
  VIRTUAL_SERVICE("networking.istio.io/v1", "VirtualService", Kind.APPLICATIONS, "virtualservices"),
  SECRET("v1", "Secret", Kind.INGRESS, "secrets"),
  INGRESS_SERVICE("v1", "Service", Kind.INGRESS, "services");

  static final String APPLICATIONS = "default";
  static final String INGRESS = "istio-system";

  private final String version;
  private final String kind;
  private final String namespace;
  private final String plural;

  Kind(String version, String kind, String namespace, String plural) {
    this.version = version;
    this.kind = kind;
    this.namespace = namespace;
    this.plural = plural;
  }

  String plural() {
    return plural;
  }

  /** Of the collection. */
  String path() {
    String group = (version.contains("/") ? "/apis/" : "/api/") + version;
    return namespace.isEmpty()
        ? group + "/" + plural
        : "%s/namespaces/%s/%s".formatted(group, namespace, plural);
  }

  /** An object of this kind. */
  Map<String, Object> named(String name, Map<String, String> labels, Map<String, Object> content) {
    Map<String, Object> metadata = new LinkedHashMap<>(Map.of("name", name, "labels", labels));
    if (!namespace.isEmpty()) {
      metadata.put("namespace", namespace);
    }
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("apiVersion", version);
    object.put("kind", kind);
    object.put("metadata", metadata);
    object.putAll(content);
    return object;
  }
}
