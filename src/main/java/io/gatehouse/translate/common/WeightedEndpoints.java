package io.gatehouse.translate.common;

import io.gatehouse.model.EndpointAssignment.Endpoint;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Gathers endpoints with their weights, each address and port once. */
public final class WeightedEndpoints {

  /** Envoy holds the sum of weights in 32 bits; larger ones are scaled down to this sum. */
  private static final long MOST_WEIGHT = 1_000_000_000;

  private record Place(String address, int port) implements Comparable<Place> {

    private static final Comparator<Place> ORDER =
        Comparator.comparing(Place::address).thenComparing(Place::port);

    @Override
    public int compareTo(Place other) {
      return ORDER.compare(this, other);
    }
  }

  private final SortedMap<Place, Long> weights = new TreeMap<>();

  /** What is added twice has the weight of both. */
  public void add(String address, int port, int weight) {
    weights.merge(new Place(address, port), (long) weight, Long::sum);
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
                    scaled(entry.getValue(), sum),
                    false))
        .toList();
  }

  private static int scaled(long weight, long sum) {
    return sum <= MOST_WEIGHT ? (int) weight : (int) Math.max(1, weight * MOST_WEIGHT / sum);
  }
}
