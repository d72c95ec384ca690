package io.gatehouse.kubernetes.informer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BackoffTest {

  private final Backoff backoff = new Backoff();

  @Test
  void waits_grow_from_a_moment_to_two_seconds() {
    List<Duration> waits = Stream.generate(backoff::next).limit(10).toList();

    assertThat(waits.get(0)).isLessThanOrEqualTo(Duration.ofMillis(50));
    assertThat(waits.get(3)).isBetween(Duration.ofMillis(300), Duration.ofMillis(400));
    assertThat(waits.subList(6, 10))
        .allSatisfy(
            wait -> assertThat(wait).isBetween(Duration.ofMillis(1500), Duration.ofSeconds(2)));
  }

  @Test
  void after_a_success_the_first_wait_is_short_again() {
    Stream.generate(backoff::next).limit(10).toList();

    backoff.reset();

    assertThat(backoff.next()).isLessThanOrEqualTo(Duration.ofMillis(50));
  }
}
