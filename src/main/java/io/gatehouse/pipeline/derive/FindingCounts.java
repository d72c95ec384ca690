package io.gatehouse.pipeline.derive;

import com.google.common.collect.SortedMultiset;
import com.google.common.collect.TreeMultiset;
import io.gatehouse.finding.Finding;
import java.util.Collection;
import java.util.List;

/** What many values have to say, each thing once, however many say it. */
public final class FindingCounts {

  private final SortedMultiset<Finding> counts = TreeMultiset.create();
  private List<Finding> sorted = List.of();
  private boolean changed;

  /** One value says something else than before. */
  public void replace(Collection<Finding> before, Collection<Finding> after) {
    if (!before.equals(after)) {
      before.forEach(counts::remove);
      counts.addAll(after);
      changed = true;
    }
  }

  /** In the order of findings; the same list while nothing has changed. */
  public List<Finding> sorted() {
    if (changed) {
      sorted = List.copyOf(counts.elementSet());
      changed = false;
    }
    return sorted;
  }
}
