package io.gatehouse.resource.istio;

import io.gatehouse.resource.Kind;
import io.gatehouse.resource.Metadata;
import io.gatehouse.resource.Resource;
import java.util.Objects;

/**
 * An Istio WorkloadEntry.
 *
 * @param workload its labels are those of {@code spec} and of {@code metadata}, which win
 * @param healthy false where its agent checks its health and has not found it good
 * @see <a
 *     href="https://istio.io/latest/docs/reference/config/networking/workload-entry/">WorkloadEntry
 *     reference</a>
 */
public record WorkloadEntry(Metadata metadata, Workload workload, boolean healthy)
    implements Resource {

  public WorkloadEntry {
    Objects.requireNonNull(metadata, "metadata");
    Objects.requireNonNull(workload, "workload");
  }

  @Override
  public Kind kind() {
    return Kind.WORKLOAD_ENTRY;
  }
}
