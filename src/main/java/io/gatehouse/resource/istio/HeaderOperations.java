package io.gatehouse.resource.istio;

import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/** Istio's {@code headers}: what is changed on the request and on the response. */
public record HeaderOperations(Operations request, Operations response) {

  public static final HeaderOperations NONE =
      new HeaderOperations(Operations.NONE, Operations.NONE);

  public HeaderOperations {
    Objects.requireNonNull(request, "request");
    Objects.requireNonNull(response, "response");
  }

  /**
   * Operations on one message.
   *
   * @param set overwritten, by name
   * @param add appended, by name
   * @param remove names, in the object's order
   */
  public record Operations(
      SortedMap<String, String> set, SortedMap<String, String> add, List<String> remove) {

    public static final Operations NONE =
        new Operations(new TreeMap<>(), new TreeMap<>(), List.of());

    public Operations {
      set = Collections.unmodifiableSortedMap(new TreeMap<>(set));
      add = Collections.unmodifiableSortedMap(new TreeMap<>(add));
      remove = List.copyOf(remove);
    }
  }
}
