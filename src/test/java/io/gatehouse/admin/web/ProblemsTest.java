package io.gatehouse.admin.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.admin.AdminTest;
import io.gatehouse.admin.RawHttp.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ProblemsTest extends AdminTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/nowhere|404|There is nothing at /nowhere",
        "/api/v1/nowhere|404|There is nothing at /api/v1/nowhere",
        "/error|404|There is nothing at /error",
        "/api/v1/gateways/default/nobody|404|There is no Gateway default/nobody.",
        "/api/v1/virtualservices/default/nobody|404|There is no VirtualService default/nobody.",
        "/api/v1/proxies/nobody/config|404|No Envoy with the node id nobody is connected.",
        "/api/v1/proxies/nobody/config?type=x|400|The parameter type has to be one of",
        "/api/v1/findings?severity=bad|400|The parameter severity has to be one of",
        "/api/v1/explain|400|The parameter host is missing.",
        "/api/v1/explain?host=a:8443|400|The parameter host has to be a host name",
        "/api/v1/explain?host=a&port=x|400|The value of the parameter port is not of the right kind.",
        "/api/v1/explain?host=a&port=0|400|The parameter port has to be a number from 1 to 65535.",
        "/api/v1/explain?host=a&path=x|400|The parameter path has to begin with /.",
        "/api/v1/gateways/%zz|400|The request is not well formed HTTP",
        "/api/v1/gateways/%2e%2e/a%00b|400|",
        "/actuator/env|404|There is nothing at /actuator/env",
      })
  void an_error_is_a_problem_detail_in_our_words(String path, int status, String words) {
    assertProblem(http.get(path), status, words == null ? "" : words);
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH"})
  void only_reading_is_allowed(String method) {
    for (String path : new String[] {"/api/v1/gateways", "/v3/api-docs", "/actuator/health"}) {
      assertProblem(
          http.send(method, path, "localhost", "Content-Length: 0"),
          405,
          "This interface is read only: use GET or HEAD.");
    }
  }

  @Test
  void head_is_answered_as_get_without_a_body() {
    Answer answer = http.send("HEAD", "/api/v1/gateways", "localhost");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void a_kind_of_answer_that_there_is_not_is_a_problem_too() {
    assertProblem(
        http.get("/api/v1/gateways", "Accept: image/png"), 406, "application/json or text/plain");
  }

  @Test
  void who_asks_for_text_gets_problems_as_json() {
    assertProblem(http.get("/api/v1/gateways/a/b", "Accept: text/plain"), 404, "There is no");
  }

  @Test
  void what_nobody_expected_is_told_without_its_message() {
    Answer answer = http.get("/test/failing");
    assertProblem(answer, 500, "the log says why, at id ");
    assertThat(answer.body()).doesNotContain("PRIVATE KEY", "Exception", "at io.");
  }

  @Test
  void what_tomcat_refuses_itself_is_a_problem_too() {
    assertProblem(
        http.exchange("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"),
        400,
        "The request is not well formed HTTP");
    assertProblem(
        http.get("/", "X-Long: " + "x".repeat(20_000)), 400, "The request is not well formed HTTP");
  }

  private static void assertProblem(Answer answer, int status, String words) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.header("content-type")).startsWith("application/problem+json");
    JsonNode problem = JsonMapper.shared().readTree(answer.body());
    assertThat(problem.path("status").asInt()).isEqualTo(status);
    assertThat(problem.path("title").asString()).isNotEmpty();
    assertThat(problem.path("detail").asString()).contains(words).endsWith(".");
  }
}
