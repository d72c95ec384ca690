package io.gatehouse.admin.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.admin.AdminTest;
import io.gatehouse.admin.RawHttp.Answer;
import io.gatehouse.admin.dump.EnvoyJsonUnredacted;
import io.gatehouse.status.KeyMaterial;
import io.gatehouse.status.SeedBoard;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class KeysStayInsideTest extends AdminTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/gateways",
        "/api/v1/virtualservices",
        "/api/v1/credentials",
        "/api/v1/credentials/istio-system/httpbin-credential",
        "/api/v1/proxies",
        "/api/v1/proxies/{id}/config",
        "/api/v1/proxies/{id}/config?type=secret",
        "/api/v1/findings",
        "/api/v1/explain?host=httpbin.example.com",
        "/actuator/prometheus",
        "/actuator/health",
        "/v3/api-docs"
      })
  void no_answer_holds_the_key_in_any_form(String path) {
    for (String accept : new String[] {"*/*", "text/plain"}) {
      Answer answer = http.get(path.replace("{id}", SeedBoard.ENVOY.id()), "Accept: " + accept);
      assertThat(answer.status()).isIn(200, 406, 503);
      assertThat(KeyMaterial.in(answer.body())).isEmpty();
    }
  }

  @Test
  void the_secret_itself_is_shown_without_what_is_inline() {
    JsonNode secret =
        json("/api/v1/proxies/" + SeedBoard.ENVOY.id() + "/config?type=secret")
            .at("/0/resources/0/config");
    assertThat(secret.at("/name").asString()).isEqualTo("httpbin-credential");
    assertThat(secret.at("/tlsCertificate/privateKey/inlineString").asString())
        .isEqualTo("[redacted]");
    assertThat(secret.at("/tlsCertificate/certificateChain/inlineString").asString())
        .isEqualTo("[redacted]");
  }

  @Test
  void the_search_finds_a_key_that_is_there() {
    assertThat(KeyMaterial.in(SeedBoard.CERTIFICATE.keyPem())).contains("PEM body", "PEM label");
    assertThat(KeyMaterial.in(EnvoyJsonUnredacted.secret())).isNotEmpty();
  }
}
