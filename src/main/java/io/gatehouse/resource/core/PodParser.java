package io.gatehouse.resource.core;

import io.gatehouse.resource.Metadata;
import io.gatehouse.resource.json.Fields;
import io.gatehouse.resource.json.Part;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads {@link Pod}. The kubelet writes a Pod's status: what is odd there is passed over. */
public final class PodParser {

  private PodParser() {}

  public static Pod parse(Metadata metadata, Fields object) {
    boolean goes =
        object.object("metadata").flatMap(fields -> fields.get("deletionTimestamp")).isPresent();
    Optional<Fields> status = object.object("status");
    return new Pod(
        metadata,
        status.map(PodParser::addresses).orElse(List.of()),
        !goes && status.filter(PodParser::isReady).isPresent());
  }

  private static List<String> addresses(Fields status) {
    Part address = status.part().inner("address");
    Stream<String> others =
        status.list("podIPs").stream()
            .flatMap(value -> value.in(address).object().stream())
            .flatMap(fields -> fields.text("ip").stream());
    return Stream.concat(status.text("podIP").stream(), others).distinct().toList();
  }

  private static boolean isReady(Fields status) {
    Part condition = status.part().inner("condition");
    return status.list("conditions").stream()
        .flatMap(value -> value.in(condition).object().stream())
        .filter(fields -> fields.text("type").filter("Ready"::equals).isPresent())
        .anyMatch(fields -> fields.text("status").filter("True"::equals).isPresent());
  }
}
