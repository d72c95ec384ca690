package io.gatehouse.resource.istio;

import io.gatehouse.finding.FindingCode;
import io.gatehouse.resource.Metadata;
import io.gatehouse.resource.ObjectName;
import io.gatehouse.resource.json.Fields;
import io.gatehouse.resource.json.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads for which gateways a match counts. */
final class MatchScopeParser {

  private MatchScopeParser() {}

  /**
   * @param bound the Gateways of the VirtualService; empty for a delegate, which has none
   */
  static MatchScope parse(Metadata metadata, List<ObjectName> bound, Fields match) {
    List<Value> values = match.list("gateways");
    List<ObjectName> gateways = GatewayNameParser.parse(metadata, values, match.part());
    for (ObjectName gateway : gateways) {
      if (!bound.isEmpty() && !bound.contains(gateway)) {
        match
            .part()
            .warn(
                FindingCode.INVALID_FIELD,
                match.at("gateways"),
                "The match names Gateway "
                    + Value.shown(gateway.toString())
                    + ", to which the VirtualService is not bound: no request comes from there.",
                "Add the Gateway to spec.gateways, or take it out of the match.");
      }
    }
    Map<String, String> labels = match.textMap("sourceLabels");
    Optional<String> namespace = match.text("sourceNamespace");
    return new MatchScope(
        values.isEmpty() ? Optional.empty() : Optional.of(gateways), labels, namespace);
  }
}
