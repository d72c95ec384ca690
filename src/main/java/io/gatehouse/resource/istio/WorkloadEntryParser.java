package io.gatehouse.resource.istio;

import io.gatehouse.resource.Metadata;
import io.gatehouse.resource.Resource;
import io.gatehouse.resource.json.Fields;
import io.gatehouse.resource.json.Vocabulary;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Reads {@link WorkloadEntry}. */
public final class WorkloadEntryParser {

  private static final Vocabulary OBJECT = Vocabulary.of("a WorkloadEntry");

  /** Set by the agent of a workload whose WorkloadGroup has a probe. */
  private static final String CHECKED = "proxy.istio.io/health-checks-enabled";

  private WorkloadEntryParser() {}

  public static Optional<Resource> parse(Metadata metadata, Fields object) {
    boolean healthy = !isChecked(object) || isHealthy(object);
    Optional<Resource> entry =
        object
            .spec()
            .flatMap(WorkloadParser::parse)
            .map(workload -> new WorkloadEntry(metadata, merged(workload, metadata), healthy));
    object.rest(OBJECT);
    return entry;
  }

  private static Workload merged(Workload workload, Metadata metadata) {
    Map<String, String> labels = new HashMap<>(workload.labels());
    labels.putAll(metadata.labels());
    return new Workload(workload.address(), workload.ports(), labels, workload.weight());
  }

  private static boolean isChecked(Fields object) {
    return object
        .object("metadata")
        .flatMap(metadata -> metadata.object("annotations"))
        .flatMap(annotations -> annotations.text(CHECKED))
        .filter(Boolean::parseBoolean)
        .isPresent();
  }

  private static boolean isHealthy(Fields object) {
    return object.object("status").stream()
        .flatMap(status -> status.list("conditions").stream())
        .flatMap(condition -> condition.object().stream())
        .filter(condition -> condition.text("type").filter("Healthy"::equals).isPresent())
        .anyMatch(condition -> condition.text("status").filter("True"::equals).isPresent());
  }
}
