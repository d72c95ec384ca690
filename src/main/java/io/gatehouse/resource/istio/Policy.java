package io.gatehouse.resource.istio;

import io.gatehouse.resource.Kind;
import io.gatehouse.resource.Metadata;
import io.gatehouse.resource.Resource;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * An object of Istio that changes what proxies do beyond routing. None of them is honoured; what is
 * read is whom it is for and what is lost without it.
 *
 * @param kind one of {@link #KINDS}
 * @param selector labels of the proxies it is for; empty for all of its namespace
 * @param gatewayRefs present where it names what it is for in place of labels: the names of the
 *     Kubernetes Gateways among that
 * @param effect what it does to a gateway that it is for
 */
public record Policy(
    Kind kind,
    Metadata metadata,
    Map<String, String> selector,
    Optional<Set<String>> gatewayRefs,
    Effect effect)
    implements Resource {

  /** Kinds of policies. */
  public static final Set<Kind> KINDS =
      EnumSet.of(
          Kind.ENVOY_FILTER,
          Kind.SIDECAR,
          Kind.TELEMETRY,
          Kind.WASM_PLUGIN,
          Kind.AUTHORIZATION_POLICY,
          Kind.REQUEST_AUTHENTICATION,
          Kind.PEER_AUTHENTICATION);

  /** What a policy does to a gateway. */
  public enum Effect {
    /** It decides who is let in. */
    GUARDS,
    /** It changes what is served. */
    ALTERS,
    /** It reports what is served. */
    OBSERVES,
    /** It selects proxies by label, but is for sidecars only. */
    MISPLACED,
    NOTHING
  }

  public Policy {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(metadata, "metadata");
    Objects.requireNonNull(effect, "effect");
    selector = Map.copyOf(selector);
    gatewayRefs = gatewayRefs.map(Set::copyOf);
  }
}
