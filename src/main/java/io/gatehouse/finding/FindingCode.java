package io.gatehouse.finding;

import java.util.Locale;

/** The stable codes of findings; users filter and alert on {@link #id()}. */
public enum FindingCode {
  // sources
  /** A file could not be read as YAML or JSON; what it held before stays. */
  FILE_UNREADABLE,
  /** Two documents of the files source describe the same object; the first, by path, counts. */
  DUPLICATE_OBJECT,
  /** A kind that Gatehouse does not read, or whose object it does not honour. */
  UNSUPPORTED_KIND,
  /** The cluster does not serve a kind (its CRD is missing). */
  KIND_MISSING,
  /** Gatehouse may not list or watch a kind (RBAC). */
  KIND_FORBIDDEN,
  /** The API server is away; what was last read stays in service. */
  SOURCE_STALE,

  // objects
  /** The object cannot be read at all; its last good version stays. */
  OBJECT_UNREADABLE,
  /** A field has a value that its documentation does not allow. */
  INVALID_FIELD,
  /** A field that Gatehouse does not honour. */
  UNSUPPORTED_FIELD,

  // credentials
  CREDENTIAL_MISSING,
  CREDENTIAL_WRONG_KEYS,
  CREDENTIAL_EMPTY,
  CREDENTIAL_UNREADABLE,
  CREDENTIAL_KEY_MISMATCH,
  CREDENTIAL_REFUSED,
  CREDENTIAL_EXPIRED,
  CREDENTIAL_NOT_YET_VALID,
  CREDENTIAL_NOT_ALLOWED,
  /** The secret is gone; its last content is served until the grace period ends. */
  CREDENTIAL_DELETED,
  /** Bad or gone since a restart, but an Envoy still holds and serves a good one. */
  CREDENTIAL_HELD,
  /** A name or key that Istio's documentation advises against. */
  CREDENTIAL_NAME_DISCOURAGED,
  /**
   * One SDS name would stand for two things ({@code x-cacert} as a certificate and as the CA of
   * {@code x}).
   */
  CREDENTIAL_NAME_CONFLICT,
  /** Some CA of a bundle has no revocation list although others have: its clients are refused. */
  CREDENTIAL_REVOCATION_LISTS_INCOMPLETE,
  /** An OCSP response cannot be used; the certificate is served without it. */
  CREDENTIAL_STAPLE_UNUSABLE,

  // translation
  /** No connected (or declared) proxy has the labels a Gateway selects. */
  SELECTOR_MATCHES_NO_PROXY,
  PORT_CONFLICT,
  PORT_PRIVILEGED,
  PORT_AMBIGUOUS,
  PORT_UNRESOLVED,
  HOST_CONFLICT,
  UNSUPPORTED_PROTOCOL,
  /** A VirtualService names a Gateway that does not exist. */
  GATEWAY_NOT_FOUND,
  /** No host of a VirtualService is one of its Gateway's. */
  HOST_NOT_IN_GATEWAY,
  /** No VirtualService is bound to a server's host. */
  NO_ROUTES,
  /** A VirtualService has routes of a kind that none of its Gateways' servers asks for. */
  ROUTES_NOT_USED,
  NOT_EXPORTED,
  DESTINATION_NOT_FOUND,
  DESTINATION_PORT_NOT_FOUND,
  /** Requests that are not encrypted go to a port that is said to speak TLS. */
  PLAIN_TO_TLS_PORT,
  /** No DestinationRule that counts has a subset of that name. */
  SUBSET_NOT_FOUND,
  /** Several DestinationRules are for one host; the oldest counts. */
  DESTINATION_RULE_CONFLICT,
  NO_ENDPOINTS,
  ENDPOINT_REFUSED,
  ROUTE_SHADOWED,
  /** A route delegates to a VirtualService that does not exist or is no delegate. */
  DELEGATE_NOT_FOUND,
  /** A route of a delegate is not within the route that delegates to it. */
  DELEGATE_CONFLICT,
  /** No VirtualService delegates to one that is there for nothing else. */
  DELEGATE_UNUSED,
  /** A policy that guards a host is not enforced there. */
  POLICY_NOT_ENFORCED,

  // delivery
  /** An Envoy refused a resource. */
  REFUSED_BY_ENVOY,
  /** A route configuration was sent although a cluster it names was not acknowledged in time. */
  CLUSTER_NOT_ACKNOWLEDGED;

  private final String id = name().toLowerCase(Locale.ROOT).replace('_', '-');

  /** The code as users see it, for example {@code unsupported-field}. */
  public String id() {
    return id;
  }
}
