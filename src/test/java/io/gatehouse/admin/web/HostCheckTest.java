package io.gatehouse.admin.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.admin.AdminTest;
import io.gatehouse.admin.RawHttp.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostCheckTest extends AdminTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.0.0.1:15080",
        "localhost",
        "LocalHost:1",
        "[::1]",
        "[::1]:15080"
      })
  void loopback_by_any_of_its_names_is_answered(String host) {
    assertThat(http.send("GET", "/api/v1/gateways", host).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rebound.example.com",
        "rebound.example.com:15080",
        "127.0.0.1.example.com",
        "localhost.example.com",
        "10.0.0.1",
        "[::2]",
        "localhost:80:80",
        "::1",
        ""
      })
  void any_other_name_is_refused_everywhere(String host) {
    for (String path : new String[] {"/api/v1/gateways", "/actuator/prometheus", "/v3/api-docs"}) {
      Answer answer = http.send("GET", path, host);
      assertThat(answer.status()).as(host + path).isIn(421, 400);
      assertThat(answer.header("content-type")).startsWith("application/problem+json");
      assertThat(answer.body()).doesNotContain("mygateway", "gatehouse_");
    }
  }

  @Test
  void a_request_without_a_host_is_refused() {
    assertThat(http.exchange("GET /api/v1/gateways HTTP/1.0\r\n\r\n").status()).isEqualTo(421);
  }

  @Test
  void a_forwarded_host_changes_nothing() {
    assertThat(
            http.send("GET", "/api/v1/gateways", "evil.example.com", "X-Forwarded-Host: localhost")
                .status())
        .isEqualTo(421);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/v1/gateways", "/nowhere", "/swagger-ui/index.html", "/v3/api-docs"})
  void answers_carry_the_headers_that_keep_browsers_safe(String path) {
    Answer answer = http.get(path);
    assertThat(answer.header("x-content-type-options")).isEqualTo("nosniff");
    assertThat(answer.header("x-frame-options")).isEqualTo("deny");
    assertThat(answer.header("cache-control")).isEqualTo("no-store");
    assertThat(answer.header("content-security-policy"))
        .contains("default-src 'self'")
        .contains("frame-ancestors 'none'");
  }
}
