package io.gatehouse.pipeline;

import io.gatehouse.credential.CredentialKey;
import io.gatehouse.credential.Credentials;
import io.gatehouse.finding.Finding;
import io.gatehouse.model.GatewayModel;
import io.gatehouse.resource.ProxyGroup;
import io.gatehouse.view.ObjectView;
import io.gatehouse.xds.ProxyNode;
import io.gatehouse.xds.Snapshot;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** Is not interested in what is said. */
class SilentListener implements PipelineListener {

  @Override
  public void onObjects(ObjectView view, List<Finding> findings) {}

  @Override
  public void onCredentials(Credentials credentials, Set<CredentialKey> changed) {}

  @Override
  public void onGroup(
      ProxyGroup group,
      Supplier<GatewayModel> model,
      Credentials credentials,
      Snapshot snapshot,
      List<Finding> findings) {}

  @Override
  public void onGroupGone(ProxyGroup group) {}

  @Override
  public void onProxy(ProxyNode proxy, ProxyGroup group) {}

  @Override
  public void onReady() {}
}
