package io.gatehouse.admin.metrics;

import io.gatehouse.credential.CertificateInfo;
import io.gatehouse.credential.CredentialStatus;
import io.gatehouse.credential.Verdict;
import io.gatehouse.finding.Finding;
import io.gatehouse.finding.Severity;
import io.gatehouse.resource.ObjectName;
import io.gatehouse.status.Board;
import io.gatehouse.status.StatusBoard;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * Figures of what is known, read when they are asked for: they cost nothing between two scrapes,
 * and nothing is left behind of what is gone.
 *
 * <table>
 *   <caption>Gauges</caption>
 *   <tr><td>{@code gatehouse_connected_proxies}</td><td>Envoys connected</td></tr>
 *   <tr><td>{@code gatehouse_credentials{verdict}}</td><td>credentials asked for</td></tr>
 *   <tr><td>{@code gatehouse_certificate_expiry_seconds{namespace,secret}}</td>
 *       <td>until the first certificate served of a Secret expires; negative afterwards</td></tr>
 *   <tr><td>{@code gatehouse_findings{severity}}</td><td>findings</td></tr>
 * </table>
 */
@Component
public final class StatusMetrics implements MultiCollector {

  private static final String PROXIES = "gatehouse_connected_proxies";
  private static final String CREDENTIALS = "gatehouse_credentials";
  private static final String EXPIRY = "gatehouse_certificate_expiry_seconds";
  private static final String FINDINGS = "gatehouse_findings";

  private final StatusBoard board;
  private final Clock clock;

  /**
   * @param clock tells how long certificates have to go
   */
  public StatusMetrics(StatusBoard board, Clock clock, PrometheusRegistry registry) {
    this.board = board;
    this.clock = clock;
    registry.register(this);
  }

  @Override
  public MetricSnapshots collect() {
    Board now = board.read();
    Collection<CredentialStatus> credentials = now.credentials();
    return new MetricSnapshots(
        gauge(PROXIES, "Envoys that are connected.")
            .dataPoint(point(Labels.EMPTY, now.proxies().size()))
            .build(),
        counts(
            CREDENTIALS,
            "Credentials that servers ask for.",
            "verdict",
            Arrays.stream(Verdict.values()).map(Verdict::id),
            credentials.stream().map(status -> status.verdict().id())),
        expiry(credentials),
        counts(
            FINDINGS,
            "Things that users should know.",
            "severity",
            Arrays.stream(Severity.values()).map(StatusMetrics::id),
            now.findings().stream().map(Finding::severity).map(StatusMetrics::id)));
  }

  private GaugeSnapshot expiry(Collection<CredentialStatus> credentials) {
    Map<ObjectName, Instant> first = new HashMap<>();
    credentials.forEach(
        status ->
            status.content().stream()
                .flatMap(content -> content.certificates().stream())
                .map(CertificateInfo::notAfter)
                .forEach(end -> first.merge(source(status), end, StatusMetrics::earlier)));
    Instant now = clock.instant();
    GaugeSnapshot.Builder gauge =
        gauge(EXPIRY, "Seconds until the first certificate served of a Secret expires.");
    first.forEach(
        (secret, end) ->
            gauge.dataPoint(
                point(
                    Labels.of("namespace", secret.namespace(), "secret", secret.name()),
                    Duration.between(now, end).toSeconds())));
    return gauge.build();
  }

  private static ObjectName source(CredentialStatus status) {
    return new ObjectName(status.source().namespace(), status.source().name());
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  private static GaugeSnapshot counts(
      String name, String help, String label, Stream<String> all, Stream<String> found) {
    Map<String, Long> counted =
        found.collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    GaugeSnapshot.Builder gauge = gauge(name, help);
    all.forEach(id -> gauge.dataPoint(point(Labels.of(label, id), counted.getOrDefault(id, 0L))));
    return gauge.build();
  }

  private static GaugeSnapshot.Builder gauge(String name, String help) {
    return GaugeSnapshot.builder().name(name).help(help);
  }

  private static GaugeDataPointSnapshot point(Labels labels, double value) {
    return GaugeDataPointSnapshot.builder().labels(labels).value(value).build();
  }

  private static String id(Severity severity) {
    return severity.name().toLowerCase(Locale.ROOT);
  }
}
