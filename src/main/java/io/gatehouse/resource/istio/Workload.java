package io.gatehouse.resource.istio;

import java.util.Map;
import java.util.Objects;

/**
 * Where a workload is: an endpoint of a ServiceEntry, or what a WorkloadEntry says.
 *
 * @param address an IP literal as written, or a DNS name in lower case without its final dot
 * @param ports by name of the ServiceEntry's port, 1 to 65535; they win over its {@code targetPort}
 * @param labels what subsets and selectors choose by
 * @param weight share of requests relative to others, 1 or more
 */
public record Workload(
    String address, Map<String, Integer> ports, Map<String, String> labels, int weight) {

  public Workload {
    Objects.requireNonNull(address, "address");
    ports = Map.copyOf(ports);
    labels = Map.copyOf(labels);
  }
}
