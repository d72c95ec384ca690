package io.gatehouse.xds;

import java.util.Map;
import java.util.Set;

/** Where streams get what they serve. Implemented by the pipeline. */
public interface SnapshotProvider {

  /**
   * A proxy has said who it is.
   *
   * @param listener told the snapshot as soon as there is one, then each change; from any thread,
   *     never while a lock is held that a stream needs
   */
  Subscription subscribe(ProxyNode node, SnapshotListener listener);

  /** What a stream hears. */
  interface SnapshotListener {

    /**
     * @param snapshot what to serve from now on
     * @param changed names that differ from the snapshot before, by type, removed ones too; of no
     *     meaning for a first snapshot, all of which is new
     */
    void onSnapshot(Snapshot snapshot, Map<XdsType, Set<String>> changed);
  }

  /** One stream's place in its group. */
  interface Subscription extends AutoCloseable {

    /**
     * The proxy reconnected and holds these secrets. A snapshot that takes this into account is
     * delivered to the listener, even where it is equal to the last one.
     */
    void hold(Set<String> secretNames);

    @Override
    void close();
  }
}
