package io.gatehouse.resource.istio;

import static io.gatehouse.resource.Objects.clean;
import static io.gatehouse.resource.Objects.parse;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class WorkloadEntryParserTest {

  private static final String ENTRY =
      """
      apiVersion: networking.istio.io/v1
      kind: WorkloadEntry
      metadata:
        name: w
        namespace: n
        labels: {app: a, tier: front}
        annotations: {proxy.istio.io/health-checks-enabled: "%s"}
      spec:
        address: VM.example.net.
        ports: {http: 9090}
        labels: {app: b, version: v1}
        weight: 4
      status:
        conditions: [{type: Healthy, status: "%s"}]
      """;

  @Test
  void labels_of_the_object_win_over_those_of_its_spec() {
    WorkloadEntry entry = clean(WorkloadEntry.class, ENTRY.formatted(false, "False"));

    assertThat(entry.workload())
        .isEqualTo(
            new Workload(
                "vm.example.net",
                Map.of("http", 9090),
                Map.of("app", "a", "tier", "front", "version", "v1"),
                4));
  }

  @Test
  void health_counts_where_it_is_checked() {
    assertThat(healthy(false, "False")).isTrue();
    assertThat(healthy(true, "True")).isTrue();
    assertThat(healthy(true, "False")).isFalse();
    assertThat(healthy(true, "Unknown")).isFalse();
  }

  @Test
  void without_an_address_there_is_none() {
    assertThat(parse(ENTRY.formatted(false, "").replace("VM.example.net.", "\"\"")).resource())
        .isEmpty();
  }

  private static boolean healthy(boolean checked, String status) {
    return clean(WorkloadEntry.class, ENTRY.formatted(checked, status)).healthy();
  }
}
