package io.gatehouse.translate.common;

import io.gatehouse.model.EndpointAssignment.Endpoint;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Gathers endpoints with their weights, each address and port once. */
public final class WeightedEndpoints {

  private final SortedMap<SocketAddress, Long> weights = new TreeMap<>();

  /** What is added twice has the weight of both. */
  public void add(String address, int port, int weight) {
    weights.merge(new SocketAddress(address, port), (long) weight, Long::sum);
  }

  public boolean isEmpty() {
    return weights.isEmpty();
  }

  /** By address and port. */
  public List<Endpoint> list() {
    long sum = weights.values().stream().mapToLong(Long::longValue).sum();
    return weights.entrySet().stream()
        .map(
            entry ->
                new Endpoint(
                    entry.getKey().address(),
                    entry.getKey().port(),
                    Weights.scaled(entry.getValue(), sum),
                    false))
        .toList();
  }
}
