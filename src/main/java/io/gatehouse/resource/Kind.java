package io.gatehouse.resource;

/** The kinds of objects that Gatehouse reads. */
public enum Kind {
  GATEWAY("Gateway", "networking.istio.io"),
  VIRTUAL_SERVICE("VirtualService", "networking.istio.io"),
  SECRET("Secret", ""),
  SERVICE("Service", ""),
  ENDPOINT_SLICE("EndpointSlice", "discovery.k8s.io"),
  DESTINATION_RULE("DestinationRule", "networking.istio.io"),
  SERVICE_ENTRY("ServiceEntry", "networking.istio.io"),
  WORKLOAD_ENTRY("WorkloadEntry", "networking.istio.io"),
  POD("Pod", ""),
  CONFIG_MAP("ConfigMap", ""),
  ENVOY_FILTER("EnvoyFilter", "networking.istio.io"),
  SIDECAR("Sidecar", "networking.istio.io"),
  TELEMETRY("Telemetry", "telemetry.istio.io"),
  WASM_PLUGIN("WasmPlugin", "extensions.istio.io"),
  AUTHORIZATION_POLICY("AuthorizationPolicy", "security.istio.io"),
  REQUEST_AUTHENTICATION("RequestAuthentication", "security.istio.io"),
  PEER_AUTHENTICATION("PeerAuthentication", "security.istio.io"),
  /** Declares a group of proxies where none is connected: files, golden cases, offline commands. */
  PROXY("Proxy", "gatehouse.io");

  private final String title;
  private final String group;

  Kind(String title, String group) {
    this.title = title;
    this.group = group;
  }

  /** The kind as users write it, for example {@code VirtualService}. */
  public String title() {
    return title;
  }

  /** The API group, empty for Kubernetes' core group. */
  public String group() {
    return group;
  }
}
