package io.gatehouse.admin.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.admin.AdminTest;
import io.gatehouse.admin.RawHttp.Answer;
import io.gatehouse.status.SeedBoard;
import io.gatehouse.xds.ProxyNode;
import io.gatehouse.xds.XdsType;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class RestTest extends AdminTest {

  private static final String CREDENTIAL = "/api/v1/credentials/istio-system/httpbin-credential";

  @Test
  void a_gateway_tells_for_each_server_who_serves_it_or_why_not() {
    JsonNode gateway = json("/api/v1/gateways").get(0);
    assertThat(gateway.at("/name").asString()).isEqualTo("mygateway");
    assertThat(gateway.at("/state").asString()).isEqualTo("partly");

    JsonNode served = gateway.at("/servers/0");
    assertThat(served.at("/state").asString()).isEqualTo("served");
    assertThat(served.at("/servedBy/0/listener").asString()).isEqualTo("0.0.0.0_8443");
    assertThat(served.at("/servedBy/0/acknowledged/by").asInt()).isEqualTo(1);
    assertThat(served.at("/hosts/0/virtualServices/0").asString()).isEqualTo("default/httpbin");

    JsonNode leftOut = json("/api/v1/gateways/default/mygateway").at("/servers/2");
    assertThat(leftOut.at("/state").asString()).isEqualTo("left-out");
    assertThat(leftOut.at("/findings/0/code").asString()).isEqualTo("credential-missing");
    assertThat(leftOut.at("/findings/0/remedy").asString()).isNotEmpty();
  }

  @Test
  void a_virtual_service_tells_its_routes_in_order_with_origin_and_endpoints() {
    JsonNode service = json("/api/v1/virtualservices/default/httpbin");
    assertThat(service.at("/state").asString()).isEqualTo("served");
    assertThat(service.at("/gateways/0/exists").asBoolean()).isTrue();
    JsonNode route = service.at("/servedBy/1/routes/1");
    assertThat(route.at("/order").asInt()).isEqualTo(2);
    assertThat(route.at("/match").asString()).isEqualTo("path prefix /delay");
    assertThat(route.at("/field").asString()).isEqualTo("spec.http[0].match[1]");
    assertThat(route.at("/destinations/0/endpoints").asInt()).isEqualTo(1);
  }

  @Test
  void a_credential_tells_its_verdict_certificates_references_and_who_has_it() {
    JsonNode credential = json(CREDENTIAL).get(0);
    assertThat(credential.at("/verdict").asString()).isEqualTo("valid");
    assertThat(credential.at("/resource").asString()).isEqualTo("httpbin-credential");
    assertThat(credential.at("/certificates/0/serial").asString()).isEqualTo("00");
    assertThat(credential.at("/certificates/0/notAfter").asString())
        .isEqualTo(SeedBoard.NOT_AFTER.toString());
    assertThat(credential.at("/references/0/gateway").asString()).isEqualTo("default/mygateway");
    assertThat(credential.at("/proxies/0/current").asBoolean()).isTrue();
    assertThat(credential.at("/proxies/0/fingerprint").asString()).isEqualTo("f1");
    assertThat(json("/api/v1/credentials")).hasSize(2);
  }

  @Test
  void an_unknown_secret_is_a_problem_that_says_where_secrets_are_looked_up() {
    Answer answer = http.get("/api/v1/credentials/default/httpbin-credential");
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.body()).contains("not of the Gateways: istio-system.");
  }

  @Test
  void a_proxy_tells_what_it_was_sent_and_what_it_refused() {
    JsonNode proxy = json("/api/v1/proxies").get(0);
    assertThat(proxy.at("/id").asString()).isEqualTo(SeedBoard.ENVOY.id());
    assertThat(proxy.at("/group").asString()).isEqualTo(SeedBoard.GROUP.toString());
    JsonNode listeners = proxy.at("/types/2");
    assertThat(listeners.at("/type").asString()).isEqualTo("listener");
    assertThat(listeners.at("/acknowledged").asInt()).isEqualTo(2);
    assertThat(listeners.at("/refused")).isEmpty();

    board.onRefused(
        SeedBoard.ENVOY,
        XdsType.LISTENER,
        List.of(SeedBoard.snapshot().of(XdsType.LISTENER).get("0.0.0.0_8443")),
        "no such cipher",
        true);

    JsonNode refused = json("/api/v1/proxies").at("/0/types/2/refused/0");
    assertThat(refused.at("/detail").asString()).isEqualTo("no such cipher");
    assertThat(refused.at("/object").asString()).isEqualTo("Gateway default/mygateway");
  }

  @Test
  void a_proxys_config_is_envoys_json_with_versions() {
    JsonNode config = json("/api/v1/proxies/" + SeedBoard.ENVOY.id() + "/config?type=listener");
    assertThat(config.at("/0/resources")).hasSize(2);
    JsonNode listener = config.at("/0/resources/1");
    assertThat(listener.at("/state").asString()).isEqualTo("acknowledged");
    assertThat(listener.at("/config/name").asString()).isEqualTo("0.0.0.0_8443");
    assertThat(
            listener
                .at(
                    "/config/filterChains/0/transportSocket/typedConfig/commonTlsContext"
                        + "/tlsCertificateSdsSecretConfigs/0/name")
                .asString())
        .isEqualTo("httpbin-credential");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "router~10.0.0.1~a.b~c",
        "a/b/c",
        "a b",
        "a%b",
        "a\\u0009b",
        "a;b=c",
        "ä",
        ".",
        "a+b"
      })
  void a_proxy_is_found_by_whatever_id_it_gives(String id) {
    ProxyNode node = SeedBoard.envoy(7, id);
    SeedBoard.connect(board, node);
    String encoded =
        URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20").replace(".", "%2E");

    JsonNode config = json("/api/v1/proxies/" + encoded + "/config");
    assertThat(config.at("/0/id").asString()).isEqualTo(id);
  }

  @Test
  void two_proxies_with_the_same_id_are_both_told() {
    SeedBoard.connect(board, SeedBoard.envoy(2, SeedBoard.ENVOY.id()));
    assertThat(json("/api/v1/proxies/" + SeedBoard.ENVOY.id() + "/config")).hasSize(2);
  }

  @Test
  void findings_are_narrowed_by_each_parameter() {
    assertThat(json("/api/v1/findings")).hasSize(1);
    assertThat(json("/api/v1/findings?severity=error&kind=secret&namespace=istio-system"))
        .hasSize(1);
    assertThat(json("/api/v1/findings?name=helloworld-credential&code=credential-missing"))
        .hasSize(1);
    for (String other :
        List.of("severity=info", "kind=Gateway", "namespace=x", "name=x", "code=no-routes")) {
      assertThat(json("/api/v1/findings?" + other)).as(other).isEmpty();
    }
  }

  @Test
  void explain_tells_the_way_of_a_request() {
    JsonNode answer = json("/api/v1/explain?host=httpbin.example.com&path=/status/418");
    assertThat(answer.at("/groups/0/outcome").asString()).isEqualTo("forwarded");
    assertThat(answer.at("/groups/0/route/destinations/0/cluster").asString())
        .isEqualTo(SeedBoard.CLUSTER);
    assertThat(answer.at("/request/method").asString()).isEqualTo("GET");
  }

  @Test
  void every_answer_reads_as_a_table_too() {
    assertThat(text("/api/v1/gateways").lines())
        .anySatisfy(line -> assertThat(line).startsWith("GATEWAY            SERVER  PORT"))
        .anySatisfy(line -> assertThat(line).contains("helloworld-v1.example.com", "left-out"));
    assertThat(text("/api/v1/virtualservices")).contains("path prefix /status");
    assertThat(text("/api/v1/credentials")).contains("missing", "00", "default/mygateway[0]");
    assertThat(text(CREDENTIAL)).contains("is valid and is served.", SeedBoard.ENVOY.id());
    assertThat(text("/api/v1/proxies")).contains("CONNECTED SINCE");
    assertThat(text("/api/v1/proxies/" + SeedBoard.ENVOY.id() + "/config"))
        .contains("0.0.0.0_8443");
    assertThat(text("/api/v1/findings")).contains("credential-missing");
    assertThat(text("/api/v1/explain?host=httpbin.example.com&path=/status"))
        .contains("  It goes to " + SeedBoard.CLUSTER);
  }

  @Test
  void an_empty_list_is_a_table_too_and_json_is_the_default() {
    String path = "/api/v1/findings?name=nobody";
    assertThat(text(path)).startsWith("SEVERITY");
    assertThat(http.get(path).header("content-type")).isEqualTo("application/json");
    assertThat(http.get(path, "Accept: text/html,*/*;q=0.8").body()).isEqualTo("[]");
    assertThat(http.get(path, "Accept: text/plain").header("content-type"))
        .isEqualTo("text/plain;charset=utf-8");
  }

  @Test
  void the_description_names_every_path_and_swagger_ui_is_served() {
    JsonNode paths = json("/v3/api-docs").get("paths");
    assertThat(paths.propertyNames())
        .containsExactlyInAnyOrder(
            "/api/v1/gateways",
            "/api/v1/gateways/{namespace}/{name}",
            "/api/v1/virtualservices",
            "/api/v1/virtualservices/{namespace}/{name}",
            "/api/v1/credentials",
            "/api/v1/credentials/{namespace}/{name}",
            "/api/v1/proxies",
            "/api/v1/proxies/{id}/config",
            "/api/v1/findings",
            "/api/v1/explain",
            "/test/failing");
    assertThat(http.get("/swagger-ui.html").status()).isEqualTo(302);
    assertThat(http.get("/swagger-ui/index.html").body()).contains("swagger-ui");
  }
}
