package io.gatehouse.admin.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.admin.AdminTest;
import io.gatehouse.admin.RawHttp.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ActuatorTest extends AdminTest {

  @Test
  void it_is_ready_after_the_first_translation_and_alive_all_the_time() {
    publish(false);
    assertThat(http.get("/actuator/health/liveness").status()).isEqualTo(200);
    Answer before = http.get("/actuator/health/readiness");
    assertThat(before.status()).isEqualTo(503);
    assertThat(before.body()).contains("for the first translation");

    publish(true);
    assertThat(http.get("/actuator/health/readiness").status()).isEqualTo(200);
    assertThat(http.get("/actuator/health/liveness").status()).isEqualTo(200);
    assertThat(http.get("/actuator/health").body()).contains("\"UP\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/env",
        "/heapdump",
        "/threaddump",
        "/beans",
        "/configprops",
        "/mappings",
        "/loggers",
        "/info",
        "/metrics",
        "/conditions",
        "/shutdown",
        "/startup",
        "/logfile",
        "/scheduledtasks",
        "/sbom",
        "/caches"
      })
  void everything_else_of_the_actuator_is_off(String endpoint) {
    assertThat(http.get("/actuator" + endpoint).status()).isEqualTo(404);
  }

  @Test
  void prometheus_is_told_what_the_board_knows() {
    String metrics = http.get("/actuator/prometheus", "Accept: text/plain").body();
    assertThat(metrics)
        .contains("gatehouse_connected_proxies 1.0")
        .contains("gatehouse_credentials{verdict=\"valid\"} 1.0")
        .contains("gatehouse_credentials{verdict=\"missing\"} 1.0")
        .contains(
            "gatehouse_certificate_expiry_seconds{namespace=\"istio-system\","
                + "secret=\"httpbin-credential\"}")
        .contains("gatehouse_findings{severity=\"error\"} 1.0")
        .contains("gatehouse_xds_pushes_total{type=\"secret\"}")
        .contains("gatehouse_xds_push_seconds_count{type=\"secret\"}");
  }
}
