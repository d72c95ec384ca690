package io.gatehouse.translate;

import io.gatehouse.finding.Finding;
import io.gatehouse.model.GatewayModel;
import java.util.List;
import java.util.Objects;

/** What one group of proxies is to be served, and everything its users should know about it. */
public record Translation(GatewayModel model, List<Finding> findings) {

  public Translation {
    Objects.requireNonNull(model, "model");
    findings = List.copyOf(findings);
  }
}
