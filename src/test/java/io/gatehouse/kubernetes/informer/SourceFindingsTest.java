package io.gatehouse.kubernetes.informer;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.finding.Finding;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SourceFindingsTest {

  private static final Instant EARLY = Instant.parse("2026-11-24T10:00:00.123Z");
  private static final Instant LATE = Instant.parse("2026-11-24T11:00:00Z");
  private static final Watched SECRETS =
      new Watched(ApiResource.SECRETS, Optional.of("istio-system"));
  private static final Watched GATEWAYS = new Watched(ApiResource.GATEWAYS, Optional.empty());

  private final SourceFindings findings = new SourceFindings("https://10.0.0.1:6443");

  private Finding only(Condition condition, Watched watched) {
    return findings.of(Map.of(watched, condition)).values().stream()
        .flatMap(part -> part.stream())
        .reduce(
            (one, another) -> {
              throw new AssertionError("more than one");
            })
        .orElseThrow();
  }

  @Test
  void what_is_in_sync_is_not_worth_a_word() {
    assertThat(findings.of(Map.of(SECRETS, new Condition.InSync()))).isEmpty();
  }

  @Test
  void an_api_server_that_is_away_is_told_once_since_the_first_loss() {
    var told =
        findings.of(
            Map.of(
                SECRETS, new Condition.Unreachable(LATE),
                GATEWAYS, new Condition.Unreachable(EARLY)));

    assertThat(told).containsOnlyKeys(SourceFindings.API_SERVER);
    Finding stale = told.get(SourceFindings.API_SERVER).first();
    assertThat(told.get(SourceFindings.API_SERVER)).hasSize(1);
    assertThat(stale.sentence())
        .isEqualTo(
            "The Kubernetes API cannot be reached; what was read of it is stale since 2026-11-24T10:00:00Z and stays in service.");
    assertThat(stale.origin().toString()).isEqualTo("Kubernetes API https://10.0.0.1:6443");
  }

  @Test
  void kinds_that_fail_alone_are_told_alone() {
    var told =
        findings.of(
            Map.of(
                SECRETS, new Condition.Forbidden("watch"),
                GATEWAYS, new Condition.Failing(LATE, 500)));

    assertThat(told).containsOnlyKeys("Gateway", "Secret");
    assertThat(told.get("Secret").first().sentence())
        .isEqualTo("Gatehouse may not watch secrets in namespace istio-system.");
    assertThat(told.get("Secret").first().origin().toString()).isEqualTo("Secret istio-system/*");
    assertThat(told.get("Gateway").first().sentence())
        .isEqualTo(
            "The Kubernetes API answers with HTTP status 500 when asked for gateways.networking.istio.io in all namespaces; what was read of them is stale since 2026-11-24T11:00:00Z and stays in service.");
  }

  @Test
  void credentials_and_certificates_that_do_not_fit_are_named_as_the_reason() {
    assertThat(only(new Condition.Unauthorized(LATE), SECRETS).sentence())
        .contains("does not accept Gatehouse's credentials", "stale since 2026-11-24T11:00:00Z");
    assertThat(only(new Condition.Untrusted(LATE), SECRETS).sentence())
        .contains("certificate", "stale since 2026-11-24T11:00:00Z");
    assertThat(only(new Condition.Garbled(LATE), SECRETS).sentence())
        .contains("documented JSON", "stale since 2026-11-24T11:00:00Z");
  }

  @Test
  void a_missing_kind_is_told_once_for_all_namespaces() {
    var told =
        findings.of(
            Map.of(
                new Watched(ApiResource.GATEWAYS, Optional.of("a")), new Condition.NotServed(),
                new Watched(ApiResource.GATEWAYS, Optional.of("b")), new Condition.NotServed()));

    assertThat(told.get("Gateway")).hasSize(1);
  }
}
