package io.gatehouse.status;

import io.gatehouse.credential.Credentials;
import io.gatehouse.finding.Finding;
import io.gatehouse.model.GatewayModel;
import io.gatehouse.resource.ProxyGroup;
import io.gatehouse.xds.Snapshot;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * A group's newest translation.
 *
 * @param lazyModel works the model out when it is first asked for: a change need not list all there
 *     is
 */
public record GroupStatus(
    ProxyGroup group,
    Supplier<GatewayModel> lazyModel,
    Credentials credentials,
    Snapshot snapshot,
    List<Finding> findings) {

  public GroupStatus {
    Objects.requireNonNull(group, "group");
    Objects.requireNonNull(lazyModel, "lazyModel");
    Objects.requireNonNull(credentials, "credentials");
    Objects.requireNonNull(snapshot, "snapshot");
    findings = List.copyOf(findings);
  }

  public GatewayModel model() {
    return lazyModel.get();
  }
}
