package io.gatehouse.resource.istio;

import io.gatehouse.finding.FindingCode;
import io.gatehouse.resource.Kind;
import io.gatehouse.resource.Metadata;
import io.gatehouse.resource.istio.Policy.Effect;
import io.gatehouse.resource.json.Fields;
import io.gatehouse.resource.json.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads {@link Policy}: whom it is for, and what is lost where it is not honoured. */
public final class PolicyParser {

  private static final String GATEWAY = "Gateway";
  private static final String STRICT = "STRICT";

  /** The phases in which a plugin decides who is let in. */
  private static final Set<String> GUARDING_PHASES = Set.of("AUTHN", "AUTHZ");

  /** The contexts of patches that gateways take; without one, it is any. */
  private static final Set<String> GATEWAY_CONTEXTS = Set.of("ANY", "GATEWAY");

  private PolicyParser() {}

  /** Without a spec it says the same as with an empty one, as in Istio. */
  public static Policy parse(Kind kind, Metadata metadata, Fields object) {
    Optional<Fields> spec = object.object("spec");
    Map<String, String> selector = spec.map(PolicyParser::selector).orElse(Map.of());
    return new Policy(
        kind,
        metadata,
        selector,
        spec.flatMap(PolicyParser::gatewayRefs),
        effect(kind, spec, selector));
  }

  private static Map<String, String> selector(Fields spec) {
    return Stream.of(
            spec.object("selector").map(selector -> selector.textMap("matchLabels")),
            spec.object("workloadSelector").map(selector -> selector.textMap("labels")))
        .flatMap(Optional::stream)
        .findFirst()
        .orElse(Map.of());
  }

  private static Optional<Set<String>> gatewayRefs(Fields spec) {
    List<Fields> refs =
        Stream.concat(
                spec.object("targetRef").stream(),
                spec.list("targetRefs").stream().flatMap(value -> value.object().stream()))
            .toList();
    return refs.isEmpty()
        ? Optional.empty()
        : Optional.of(
            refs.stream()
                .filter(ref -> ref.text("kind").filter(GATEWAY::equals).isPresent())
                .flatMap(ref -> ref.text("name").stream())
                .collect(Collectors.toSet()));
  }

  private static Effect effect(Kind kind, Optional<Fields> spec, Map<String, String> selector) {
    return switch (kind) {
      case AUTHORIZATION_POLICY ->
          text(spec, "action").equals("AUDIT") ? Effect.OBSERVES : Effect.GUARDS;
      case REQUEST_AUTHENTICATION -> Effect.GUARDS;
      case WASM_PLUGIN ->
          GUARDING_PHASES.contains(text(spec, "phase")) ? Effect.GUARDS : Effect.ALTERS;
      case ENVOY_FILTER ->
          spec.filter(PolicyParser::patchesGateways).isPresent() ? Effect.ALTERS : Effect.NOTHING;
      case TELEMETRY -> Effect.OBSERVES;
      case SIDECAR -> selector.isEmpty() ? Effect.NOTHING : Effect.MISPLACED;
      case PEER_AUTHENTICATION -> {
        spec.ifPresent(PolicyParser::reportStrict);
        yield Effect.NOTHING;
      }
      default -> Effect.NOTHING;
    };
  }

  private static String text(Optional<Fields> spec, String name) {
    return spec.flatMap(fields -> fields.text(name)).orElse("");
  }

  private static boolean patchesGateways(Fields spec) {
    return spec.list("configPatches").stream()
        .map(Value::object)
        .flatMap(Optional::stream)
        .map(patch -> patch.object("match").flatMap(match -> match.text("context")))
        .anyMatch(context -> GATEWAY_CONTEXTS.contains(context.orElse("ANY")));
  }

  private static void reportStrict(Fields spec) {
    spec.object("mtls")
        .flatMap(mtls -> mtls.get("mode"))
        .filter(mode -> mode.text().filter(STRICT::equals).isPresent())
        .ifPresent(
            mode ->
                mode.part()
                    .warn(
                        FindingCode.UNSUPPORTED_FIELD,
                        mode.origin(),
                        "Workloads with a sidecar that this is for take nothing but the mesh's own"
                            + " mutual TLS, which the proxies do not speak: what is forwarded to"
                            + " them fails.",
                        "Set the mode to PERMISSIVE for workloads that are reached by way of the"
                            + " proxies."));
  }
}
