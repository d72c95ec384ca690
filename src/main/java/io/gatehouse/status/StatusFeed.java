package io.gatehouse.status;

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
 * Hears what the pipeline has made. Called on the pipeline's thread: must return quickly and not
 * throw.
 */
public interface StatusFeed {

  /**
   * The objects as they now are.
   *
   * @param findings everything said of them and of their sources; replaces what was said before
   */
  default void onObjects(ObjectView view, List<Finding> findings) {}

  /**
   * The credentials that servers ask for, as they now are.
   *
   * @param changed those that differ or are not asked for any more
   */
  default void onCredentials(Credentials credentials, Set<CredentialKey> changed) {}

  /**
   * What a group is served from now on.
   *
   * @param model worked out when it is first asked for
   * @param findings everything said of this translation; replaces what was said before
   */
  default void onGroup(
      ProxyGroup group,
      Supplier<GatewayModel> model,
      Credentials credentials,
      Snapshot snapshot,
      List<Finding> findings) {}

  /** Nobody is served this group any more. */
  default void onGroupGone(ProxyGroup group) {}

  /** {@code proxy}, which may have disconnected since, is served what {@code group} is. */
  default void onProxy(ProxyNode proxy, ProxyGroup group) {}
}
