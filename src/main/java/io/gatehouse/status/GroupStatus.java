package io.gatehouse.status;

import io.gatehouse.credential.Credentials;
import io.gatehouse.finding.Finding;
import io.gatehouse.model.GatewayModel;
import io.gatehouse.resource.ProxyGroup;
import io.gatehouse.xds.Snapshot;
import java.util.List;
import java.util.Objects;

/** A group's newest translation. */
public record GroupStatus(
    ProxyGroup group,
    GatewayModel model,
    Credentials credentials,
    Snapshot snapshot,
    List<Finding> findings) {

  public GroupStatus {
    Objects.requireNonNull(group, "group");
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(credentials, "credentials");
    Objects.requireNonNull(snapshot, "snapshot");
    findings = List.copyOf(findings);
  }
}
