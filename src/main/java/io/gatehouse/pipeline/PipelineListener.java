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

/**
 * Hears what the pipeline made of its input. Called on the pipeline's thread: must return quickly
 * and not throw.
 */
public interface PipelineListener {

  /** All objects, with what was said of them and of the sources. */
  void onObjects(ObjectView view, List<Finding> findings);

  /**
   * The credentials that servers ask for; told before the groups that use them.
   *
   * @param changed those that differ or are not asked for any more
   */
  void onCredentials(Credentials credentials, Set<CredentialKey> changed);

  /**
   * A group's newest translation, as it was published.
   *
   * @param model worked out when it is first asked for
   */
  void onGroup(
      ProxyGroup group,
      Supplier<GatewayModel> model,
      Credentials credentials,
      Snapshot snapshot,
      List<Finding> findings);

  /** No proxy of the group has been connected for long, and none is declared. */
  void onGroupGone(ProxyGroup group);

  /** The group of a proxy that connected. */
  void onProxy(ProxyNode proxy, ProxyGroup group);

  /** The first translation is published: streams are served. */
  void onReady();
}
