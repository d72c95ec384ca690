package io.gatehouse.resource.istio;

import io.gatehouse.resource.Kind;
import io.gatehouse.resource.Metadata;
import io.gatehouse.resource.Resource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * An Istio DestinationRule.
 *
 * @param host lower case: {@code <name>.<namespace>} where a Service was named without its full
 *     name, else the full name as written, {@code *.suffix} or {@code *}
 * @param exportTo namespaces that may see it: {@code *}, {@code .} (its own) or names; empty means
 *     {@code *}
 * @param workloadSelector labels of the proxies of its own namespace that it is for; empty for all
 *     proxies
 * @param subsets in the object's order, names are unique
 * @see <a
 *     href="https://istio.io/latest/docs/reference/config/networking/destination-rule/">DestinationRule
 *     reference</a>
 */
public record DestinationRule(
    Metadata metadata,
    String host,
    List<String> exportTo,
    Map<String, String> workloadSelector,
    List<Subset> subsets,
    Optional<TrafficPolicy> trafficPolicy)
    implements Resource {

  public DestinationRule {
    Objects.requireNonNull(metadata, "metadata");
    Objects.requireNonNull(host, "host");
    Objects.requireNonNull(trafficPolicy, "trafficPolicy");
    exportTo = List.copyOf(exportTo);
    workloadSelector = Map.copyOf(workloadSelector);
    subsets = List.copyOf(subsets);
  }

  @Override
  public Kind kind() {
    return Kind.DESTINATION_RULE;
  }

  /** Whether workloads of {@code namespace} may see it. */
  public boolean visibleIn(String namespace) {
    return exportTo.isEmpty()
        || exportTo.contains("*")
        || exportTo.contains(namespace)
        || (exportTo.contains(".") && metadata.namespace().equals(namespace));
  }

  /** Whether only workloads of its own namespace may see it. */
  public boolean isPrivate() {
    return !exportTo.isEmpty()
        && exportTo.stream().allMatch(to -> to.equals(".") || to.equals(metadata.namespace()));
  }

  /**
   * Some of a service's endpoints.
   *
   * @param index place in {@code spec.subsets}, from 0
   * @param labels that their pods have; empty for all endpoints
   * @param trafficPolicy overrides the rule's own, setting by setting
   */
  public record Subset(
      int index, String name, Map<String, String> labels, Optional<TrafficPolicy> trafficPolicy) {

    public Subset {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(trafficPolicy, "trafficPolicy");
      labels = Map.copyOf(labels);
    }
  }
}
