package io.gatehouse.pipeline;

import io.gatehouse.finding.Finding;
import io.gatehouse.finding.FindingCode;
import io.gatehouse.finding.ForeignText;
import io.gatehouse.finding.Origin;
import io.gatehouse.xds.Snapshot;
import io.gatehouse.xds.XdsResource;
import io.gatehouse.xds.XdsType;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Whole resources that an Envoy refused and that are still wanted in that version. */
final class Refusals {

  private record Refusal(XdsResource resource, String detail) {}

  private final Map<XdsType, Map<String, Refusal>> refused = new EnumMap<>(XdsType.class);

  void refused(XdsResource resource, String detail) {
    refused
        .computeIfAbsent(resource.type(), type -> new HashMap<>())
        .put(resource.name(), new Refusal(resource, detail));
  }

  /**
   * @return whether a refusal is settled by it
   */
  boolean acknowledged(XdsType type, Map<String, String> versions) {
    Map<String, Refusal> ofType = refused.getOrDefault(type, Map.of());
    return !ofType.isEmpty()
        && ofType
            .entrySet()
            .removeIf(
                entry -> {
                  String version = versions.get(entry.getKey());
                  return version != null && !version.equals(entry.getValue().resource().version());
                });
  }

  /** Findings for refusals of what {@code wanted} still holds; others are forgotten. */
  List<Finding> findings(Snapshot wanted) {
    refused.forEach(
        (type, ofType) ->
            ofType.values().removeIf(refusal -> !isWanted(refusal.resource(), wanted)));
    return refused.values().stream()
        .flatMap(ofType -> ofType.values().stream())
        .map(
            refusal ->
                finding(
                    refusal.resource().origin(),
                    "Envoy refuses the %s %s"
                        .formatted(refusal.resource().type().title(), refusal.resource().name()),
                    refusal.detail()))
        .toList();
  }

  private static boolean isWanted(XdsResource resource, Snapshot wanted) {
    XdsResource now = wanted.of(resource.type()).get(resource.name());
    return now != null && now.version().equals(resource.version());
  }

  static Finding finding(Origin origin, String what, String detail) {
    return Finding.error(
        FindingCode.REFUSED_BY_ENVOY,
        origin,
        "%s and goes on with what it had before. It says: \"%s\"."
            .formatted(what, ForeignText.shown(detail)),
        "Change what Envoy names in this object; everything else is served.");
  }
}
