package io.gatehouse.view;

import io.gatehouse.finding.Finding;
import java.util.List;

/** Hears what a source reads. May be called from any thread; never blocks on the network. */
public interface ObjectListener {

  /** Objects that changed together; they are seen as one change. */
  void onObjects(List<ObjectEvent> events);

  /**
   * What is wrong with a part of the source itself (a file, a kind that is not served, the API
   * server).
   *
   * @param part names the part; what is said of it replaces what was said before
   * @param findings empty when nothing is wrong any more
   */
  void onSourceFindings(String part, List<Finding> findings);

  /** Everything that was there at the start has been delivered. Called once. */
  void onSynced();
}
