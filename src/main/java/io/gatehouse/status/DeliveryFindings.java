package io.gatehouse.status;

import io.gatehouse.finding.Finding;
import io.gatehouse.finding.FindingCode;
import io.gatehouse.finding.ForeignText;
import io.gatehouse.finding.Origin;
import io.gatehouse.xds.XdsResource;
import io.gatehouse.xds.XdsType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the answers of Envoys mean to the users of the objects behind the resources. */
final class DeliveryFindings {

  private static final String REMEDY =
      "Change what Envoy names in this object; it is sent again as soon as it differs.";

  private static final String FILES_REMEDY =
      "Put good files where this object says, in the file system of the proxies; Envoy is asked again"
          + " after seconds at first, and after minutes later on.";

  private DeliveryFindings() {}

  /** Only of what is still to be served: a refused version that was replaced is history. */
  static List<Finding> of(Board board) {
    List<Finding> findings = new ArrayList<>();
    for (ConnectedProxy proxy : board.proxies()) {
      proxy
          .group()
          .flatMap(board::group)
          .ifPresent(
              group ->
                  proxy
                      .deliveries()
                      .forEach(
                          (type, deliveries) ->
                              deliveries.forEach(
                                  (name, delivery) ->
                                      current(group, type, name)
                                          .ifPresent(
                                              resource ->
                                                  add(findings, proxy, resource, delivery)))));
    }
    return findings;
  }

  private static Optional<XdsResource> current(GroupStatus group, XdsType type, String name) {
    Map<String, XdsResource> resources = group.snapshot().of(type);
    return Optional.ofNullable(resources.get(name));
  }

  private static void add(
      List<Finding> findings, ConnectedProxy proxy, XdsResource resource, Delivery delivery) {
    Origin origin = resource.origin();
    String what = TypeNames.singular(resource.type()) + " " + ForeignText.shown(resource.name());
    delivery
        .refusal()
        .filter(refusal -> refusal.version().equals(resource.version()))
        .ifPresent(
            refusal ->
                findings.add(
                    Finding.error(
                        FindingCode.REFUSED_BY_ENVOY,
                        origin,
                        "Envoy "
                            + proxy.node().id()
                            + " refused the "
                            + what
                            + " and keeps what it had before; it says: \""
                            + refusal.detail()
                            + "\".",
                        resource.uncertain() ? FILES_REMEDY : REMEDY)));
    if (!delivery.forced().isEmpty()) {
      findings.add(
          Finding.warning(
              FindingCode.CLUSTER_NOT_ACKNOWLEDGED,
              origin,
              "The "
                  + what
                  + " was sent to Envoy "
                  + proxy.node().id()
                  + " although it had not yet taken "
                  + delivery.forced()
                  + ": requests for it may be answered with 503 for a moment.",
              "Look at the endpoints of these clusters if this does not go away by itself."));
    }
  }
}
