package io.gatehouse.bench.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.bench.lab.GcLog.Pause;
import org.junit.jupiter.api.Test;

class GcLogTest {

  @Test
  void the_pauses_of_any_collector_are_read() {
    String log =
        """
        [0.005s][info][gc] Using Serial
        [0.9s][info][gc] GC(0) Pause Young (Allocation Failure) 17M->4M(61M) 5.125ms
        [1.2s][info][gc] GC(1) Pause Full (Diagnostic Command) 59M->37M(93M) 64.100ms
        [2.2s][info][gc] GC(2) Pause Young (Normal) (G1 Evacuation Pause) 85M->60M(123M) 12.3ms
        [2.4s][info][gc] GC(3) Concurrent Mark Cycle 30.000ms
        """;

    assertThat(GcLog.parse(log))
        .containsExactly(
            new Pause(false, 4, 5.125), new Pause(true, 37, 64.1), new Pause(false, 60, 12.3));
  }
}
