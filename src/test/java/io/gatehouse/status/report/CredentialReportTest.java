package io.gatehouse.status.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.resource.ObjectName;
import io.gatehouse.status.SeedBoard;
import io.gatehouse.status.StatusBoard;
import io.gatehouse.status.report.CredentialDetail.ProxyVersion;
import io.gatehouse.xds.XdsResource;
import io.gatehouse.xds.XdsType;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CredentialReportTest {

  private static final ObjectName SECRET = new ObjectName("istio-system", "httpbin-credential");

  private final StatusBoard board = new StatusBoard(Clock.systemUTC());

  @BeforeEach
  void fill() {
    SeedBoard.fill(board);
    SeedBoard.connect(board, SeedBoard.ENVOY);
  }

  @Test
  void an_envoy_that_has_an_older_version_is_not_current() {
    XdsResource secret = SeedBoard.snapshot().of(XdsType.SECRET).get(SECRET.name());
    XdsResource older =
        new XdsResource(
            secret.type(),
            secret.name(),
            "v0",
            secret.body(),
            secret.clusters(),
            secret.origin(),
            secret.label());
    board.onSent(SeedBoard.ENVOY, XdsType.SECRET, List.of(older), Set.of());
    board.onAcknowledged(SeedBoard.ENVOY, XdsType.SECRET, Map.of(SECRET.name(), "v0"));

    CredentialDetail detail = report().one(SECRET).get(0);
    assertThat(detail.proxies())
        .containsExactly(
            new ProxyVersion(SeedBoard.ENVOY.id(), Optional.of("v0"), Optional.empty(), false));
    assertThat(detail.credential().acknowledged()).isEqualTo(new Acknowledged(0, 1));
  }

  @Test
  void a_missing_secret_that_is_asked_for_is_told_with_its_reason() {
    CredentialEntry entry =
        report().one(new ObjectName("istio-system", "helloworld-credential")).get(0).credential();

    assertThat(entry.summary())
        .isEqualTo(
            "The Secret istio-system/helloworld-credential does not exist; the servers that need it"
                + " are left out.");
    assertThat(entry.findings()).hasSize(1);
    assertThat(entry.references()).hasSize(1);
    assertThat(entry.certificates()).isEmpty();
  }

  @Test
  void what_is_neither_there_nor_asked_for_is_empty() {
    assertThat(report().one(new ObjectName("default", "httpbin-credential"))).isEmpty();
    assertThat(report().namespaces()).containsExactly("istio-system");
  }

  private CredentialReport report() {
    return new CredentialReport(board.read(), Instant.parse("2026-11-24T12:00:00Z"));
  }
}
