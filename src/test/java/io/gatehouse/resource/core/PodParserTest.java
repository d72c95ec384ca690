package io.gatehouse.resource.core;

import static io.gatehouse.resource.Objects.parse;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PodParserTest {

  @Test
  void a_pod_is_its_labels_its_addresses_and_whether_it_is_ready() {
    Pod pod =
        pod(
            """
              podIP: 10.0.0.1
              podIPs: [{ip: 10.0.0.1}, {ip: "2001:db8::1"}]
              conditions: [{type: Initialized, status: "False"}, {type: Ready, status: "True"}]
            """,
            "");

    assertThat(pod.metadata().labels()).containsEntry("app", "a");
    assertThat(pod.addresses()).containsExactly("10.0.0.1", "2001:db8::1");
    assertThat(pod.ready()).isTrue();
  }

  @Test
  void one_that_just_starts_or_is_not_ready_or_goes_takes_no_requests() {
    String ready = "  conditions: [{type: Ready, status: \"True\"}]\n";

    assertThat(pod("  phase: Pending\n", "").addresses()).isEmpty();
    assertThat(pod("  phase: Pending\n", "").ready()).isFalse();
    assertThat(pod(ready.replace("True", "False"), "").ready()).isFalse();
    assertThat(pod(ready, "  deletionTimestamp: 2026-01-31T12:00:00Z\n").ready()).isFalse();
  }

  private static Pod pod(String status, String metadata) {
    return (Pod)
        parse(
                """
                apiVersion: v1
                kind: Pod
                metadata:
                  name: a
                  labels: {app: a}
                %sspec:
                  containers: [{name: c, image: i}]
                status:
                %s"""
                    .formatted(metadata, status))
            .resource()
            .orElseThrow();
  }
}
