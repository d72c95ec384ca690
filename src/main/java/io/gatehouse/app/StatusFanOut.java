package io.gatehouse.app;

import io.gatehouse.credential.CredentialKey;
import io.gatehouse.credential.Credentials;
import io.gatehouse.finding.Finding;
import io.gatehouse.model.GatewayModel;
import io.gatehouse.pipeline.PipelineListener;
import io.gatehouse.resource.ProxyGroup;
import io.gatehouse.status.StatusBoard;
import io.gatehouse.status.StatusFeed;
import io.gatehouse.view.ObjectView;
import io.gatehouse.xds.ProxyNode;
import io.gatehouse.xds.Snapshot;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Tells the status room what the pipeline made, which neither knows of the other.
 *
 * @param feeds told in order; the board among them
 */
record StatusFanOut(StatusBoard board, List<StatusFeed> feeds) implements PipelineListener {

  @Override
  public void onObjects(ObjectView view, List<Finding> findings) {
    feeds.forEach(feed -> feed.onObjects(view, findings));
  }

  @Override
  public void onCredentials(Credentials credentials, Set<CredentialKey> changed) {
    feeds.forEach(feed -> feed.onCredentials(credentials, changed));
  }

  @Override
  public void onGroup(
      ProxyGroup group,
      Supplier<GatewayModel> model,
      Credentials credentials,
      Snapshot snapshot,
      List<Finding> findings) {
    feeds.forEach(feed -> feed.onGroup(group, model, credentials, snapshot, findings));
  }

  @Override
  public void onGroupGone(ProxyGroup group) {
    feeds.forEach(feed -> feed.onGroupGone(group));
  }

  @Override
  public void onProxy(ProxyNode proxy, ProxyGroup group) {
    feeds.forEach(feed -> feed.onProxy(proxy, group));
  }

  @Override
  public void onReady() {
    board.onPublished();
  }
}
