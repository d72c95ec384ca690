package io.gatehouse.admin.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.status.SeedBoard;
import io.gatehouse.xds.StreamEnd;
import io.gatehouse.xds.XdsResource;
import io.gatehouse.xds.XdsType;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeliveryMetricsTest {

  private static final XdsResource SECRET =
      SeedBoard.snapshot().of(XdsType.SECRET).get("httpbin-credential");

  private final MockClock clock = new MockClock();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, clock);
  private final DeliveryMetrics metrics = new DeliveryMetrics(registry);

  @BeforeEach
  void connect() {
    metrics.onConnected(SeedBoard.ENVOY);
  }

  @Test
  void a_push_is_timed_from_sending_to_acknowledgement() {
    send();
    clock.add(Duration.ofMillis(40));
    acknowledge("v1");

    assertThat(count("gatehouse.xds.pushes")).isEqualTo(1);
    assertThat(count("gatehouse.xds.acks")).isEqualTo(1);
    assertThat(timer().count()).isEqualTo(1);
    assertThat(timer().totalTime(TimeUnit.MILLISECONDS)).isEqualTo(40);
  }

  @Test
  void an_acknowledgement_of_another_version_is_no_answer_to_a_push() {
    send();
    acknowledge("v0");

    assertThat(timer().count()).isZero();
  }

  @Test
  void a_refused_push_is_counted_and_not_timed() {
    send();
    metrics.onRefused(SeedBoard.ENVOY, XdsType.SECRET, List.of(SECRET), "bad", true);
    acknowledge("v1");

    assertThat(count("gatehouse.xds.nacks")).isEqualTo(1);
    assertThat(timer().count()).isZero();
  }

  @Test
  void what_a_stream_had_in_flight_goes_with_it() {
    send();
    metrics.onDisconnected(SeedBoard.ENVOY, StreamEnd.CONNECTION_LOST.title());
    metrics.onConnected(SeedBoard.ENVOY);
    acknowledge("v1");

    assertThat(timer().count()).isZero();
  }

  @Test
  void streams_that_end_are_counted_by_why_and_those_that_do_not_read_too() {
    assertThat(closed("does-not-read")).isZero();
    metrics.onDisconnected(SeedBoard.ENVOY, StreamEnd.DOES_NOT_READ.title());

    assertThat(closed("does-not-read")).isEqualTo(1);
    assertThat(closed("connection-lost")).isZero();
  }

  private double closed(String reason) {
    return registry.get("gatehouse.xds.streams.closed").tag("reason", reason).counter().count();
  }

  @Test
  void removals_are_timed_too() {
    metrics.onSent(SeedBoard.ENVOY, XdsType.SECRET, List.of(), Set.of("gone"));
    metrics.onAcknowledged(SeedBoard.ENVOY, XdsType.SECRET, Map.of("gone", ""));

    assertThat(timer().count()).isEqualTo(1);
  }

  @Test
  void ignored_requests_are_counted_by_what_they_were() {
    metrics.onIgnored(SeedBoard.ENVOY, Optional.of(XdsType.SECRET), "unknown-nonce");

    assertThat(registry.get("gatehouse.xds.ignored").tag("what", "unknown-nonce").counter().count())
        .isEqualTo(1);
  }

  private void send() {
    metrics.onSent(SeedBoard.ENVOY, XdsType.SECRET, List.of(SECRET), Set.of());
  }

  private void acknowledge(String version) {
    metrics.onAcknowledged(SeedBoard.ENVOY, XdsType.SECRET, Map.of("httpbin-credential", version));
  }

  private double count(String name) {
    return registry.get(name).tag("type", "secret").counter().count();
  }

  private Timer timer() {
    return registry.get("gatehouse.xds.push").tag("type", "secret").timer();
  }
}
