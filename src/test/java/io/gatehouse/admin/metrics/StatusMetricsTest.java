package io.gatehouse.admin.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.status.SeedBoard;
import io.gatehouse.status.StatusBoard;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StatusMetricsTest {

  private static final Labels SECRET =
      Labels.of("namespace", "istio-system", "secret", "httpbin-credential");

  private final PrometheusRegistry registry = new PrometheusRegistry();

  @Test
  void gauges_follow_the_board() {
    StatusBoard board = board(SeedBoard.NOT_AFTER.minus(Duration.ofDays(2)));
    assertThat(value("gatehouse_connected_proxies", Labels.EMPTY)).contains(0.0);

    SeedBoard.fill(board);
    SeedBoard.connect(board, SeedBoard.ENVOY);

    assertThat(value("gatehouse_connected_proxies", Labels.EMPTY)).contains(1.0);
    assertThat(value("gatehouse_credentials", Labels.of("verdict", "valid"))).contains(1.0);
    assertThat(value("gatehouse_credentials", Labels.of("verdict", "missing"))).contains(1.0);
    assertThat(value("gatehouse_credentials", Labels.of("verdict", "expired"))).contains(0.0);
    assertThat(value("gatehouse_findings", Labels.of("severity", "error"))).contains(1.0);
    assertThat(value("gatehouse_certificate_expiry_seconds", SECRET)).contains(172_800.0);
  }

  @Test
  void the_expiry_of_a_certificate_is_gone_with_it() {
    StatusBoard board = board(SeedBoard.NOT_AFTER);
    SeedBoard.fill(board);
    assertThat(value("gatehouse_certificate_expiry_seconds", SECRET)).contains(0.0);

    board.onGroupGone(SeedBoard.GROUP);

    assertThat(value("gatehouse_certificate_expiry_seconds", SECRET)).isEmpty();
  }

  @Test
  void an_expired_certificate_has_negative_seconds_to_go() {
    SeedBoard.fill(board(SeedBoard.NOT_AFTER.plusSeconds(5)));

    assertThat(value("gatehouse_certificate_expiry_seconds", SECRET)).contains(-5.0);
  }

  private StatusBoard board(Instant now) {
    Clock clock = Clock.fixed(now, ZoneOffset.UTC);
    StatusBoard board = new StatusBoard(clock);
    new StatusMetrics(board, clock, registry);
    return board;
  }

  private Optional<Double> value(String name, Labels labels) {
    return registry.scrape().stream()
        .filter(snapshot -> snapshot.getMetadata().getName().equals(name))
        .flatMap(snapshot -> ((GaugeSnapshot) snapshot).getDataPoints().stream())
        .filter(point -> point.getLabels().equals(labels))
        .map(GaugeSnapshot.GaugeDataPointSnapshot::getValue)
        .findFirst();
  }
}
