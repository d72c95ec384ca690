package io.gatehouse.kubernetes.informer;

import io.gatehouse.resource.Kind;
import java.util.List;

/** The resources of the Kubernetes API that are read. */
enum ApiResource {
  GATEWAYS(Kind.GATEWAY, "gateways", Versions.ISTIO),
  VIRTUAL_SERVICES(Kind.VIRTUAL_SERVICE, "virtualservices", Versions.ISTIO),
  DESTINATION_RULES(Kind.DESTINATION_RULE, "destinationrules", Versions.ISTIO),
  SERVICE_ENTRIES(Kind.SERVICE_ENTRY, "serviceentries", Versions.ISTIO),
  WORKLOAD_ENTRIES(Kind.WORKLOAD_ENTRY, "workloadentries", Versions.ISTIO),
  /** Without those that are never a credential and may be many and large. */
  SECRETS(
      Kind.SECRET,
      "secrets",
      Versions.CORE,
      "type!=helm.sh/release.v1,type!=kubernetes.io/service-account-token"),
  CONFIG_MAPS(Kind.CONFIG_MAP, "configmaps", Versions.CORE),
  SERVICES(Kind.SERVICE, "services", Versions.CORE),
  ENDPOINT_SLICES(Kind.ENDPOINT_SLICE, "endpointslices", Versions.CORE),
  PODS(Kind.POD, "pods", Versions.CORE),
  ENVOY_FILTERS(Kind.ENVOY_FILTER, "envoyfilters", List.of("v1alpha3")),
  SIDECARS(Kind.SIDECAR, "sidecars", Versions.ISTIO),
  TELEMETRIES(Kind.TELEMETRY, "telemetries", List.of("v1", "v1alpha1")),
  WASM_PLUGINS(Kind.WASM_PLUGIN, "wasmplugins", List.of("v1alpha1")),
  AUTHORIZATION_POLICIES(Kind.AUTHORIZATION_POLICY, "authorizationpolicies", Versions.SECURITY),
  REQUEST_AUTHENTICATIONS(Kind.REQUEST_AUTHENTICATION, "requestauthentications", Versions.SECURITY),
  PEER_AUTHENTICATIONS(Kind.PEER_AUTHENTICATION, "peerauthentications", Versions.SECURITY);

  private static final class Versions {
    /** All alike in content; the first that the cluster serves is read. */
    static final List<String> ISTIO = List.of("v1", "v1beta1", "v1alpha3");

    static final List<String> SECURITY = List.of("v1", "v1beta1");

    static final List<String> CORE = List.of("v1");
  }

  private final Kind kind;
  private final String plural;
  private final List<String> versions;
  private final String fieldSelector;

  ApiResource(Kind kind, String plural, List<String> versions) {
    this(kind, plural, versions, "");
  }

  ApiResource(Kind kind, String plural, List<String> versions, String fieldSelector) {
    this.kind = kind;
    this.plural = plural;
    this.versions = versions;
    this.fieldSelector = fieldSelector;
  }

  Kind kind() {
    return kind;
  }

  /** Whether Gatehouse serves nothing without it, so that a cluster that lacks it is told so. */
  boolean isNeeded() {
    return kind == Kind.GATEWAY
        || kind == Kind.VIRTUAL_SERVICE
        || kind.group().isEmpty()
        || this == ENDPOINT_SLICES;
  }

  /** As in paths and RBAC rules. */
  String plural() {
    return plural;
  }

  /** {@code plural.group}, or the plural alone for the core group: the name of its CRD. */
  String fullName() {
    return kind.group().isEmpty() ? plural : plural + "." + kind.group();
  }

  /** Versions that can be read, the preferred one first. */
  List<String> versions() {
    return versions;
  }

  /** Empty for none. */
  String fieldSelector() {
    return fieldSelector;
  }

  /** {@code apiVersion} of its objects. */
  String apiVersion(String version) {
    return kind.group().isEmpty() ? version : kind.group() + "/" + version;
  }

  /** Where the API describes and serves {@code version}. */
  String path(String version) {
    return (kind.group().isEmpty() ? "/api/" : "/apis/") + apiVersion(version);
  }
}
