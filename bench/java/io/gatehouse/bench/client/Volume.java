package io.gatehouse.bench.client;

import java.util.EnumMap;
import java.util.Map;

/** What has come in of one type. */
public record Volume(long responses, long resources, long removed, long bytes) {

  public static final Volume NONE = new Volume(0, 0, 0, 0);

  public Volume plus(Volume more) {
    return new Volume(
        responses + more.responses,
        resources + more.resources,
        removed + more.removed,
        bytes + more.bytes);
  }

  public Volume minus(Volume less) {
    return plus(new Volume(-less.responses, -less.resources, -less.removed, -less.bytes));
  }

  /** All of {@code later} that is not in {@code earlier}. */
  public static Map<ResourceType, Volume> between(
      Map<ResourceType, Volume> earlier, Map<ResourceType, Volume> later) {
    Map<ResourceType, Volume> difference = new EnumMap<>(ResourceType.class);
    later.forEach((type, all) -> difference.put(type, all.minus(earlier.getOrDefault(type, NONE))));
    return difference;
  }
}
