package io.gatehouse.resource.istio;

import static io.gatehouse.resource.istio.VirtualServices.TO_B;
import static io.gatehouse.resource.istio.VirtualServices.object;
import static io.gatehouse.resource.istio.VirtualServices.routes;
import static io.gatehouse.resource.istio.VirtualServices.settings;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.resource.Objects;
import io.gatehouse.resource.Parsed;
import io.gatehouse.resource.istio.HeaderOperations.Operations;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeaderOperationsParserTest {

  @Test
  void reads_header_operations() {
    RouteSettings settings =
        settings(
            """
            headers:
              request:
                set: {Host: a.b, X-One: "1 é\\t"}
                add: {x-two: ""}
                remove: [X-Three, x-three]
              response: {set: {x-four: v}}
            """);

    assertThat(settings.headers())
        .isEqualTo(
            new HeaderOperations(
                new Operations(
                    new TreeMap<>(Map.of("host", "a.b", "x-one", "1 é\t")),
                    new TreeMap<>(Map.of("x-two", "")),
                    List.of("x-three")),
                new Operations(new TreeMap<>(Map.of("x-four", "v")), new TreeMap<>(), List.of())));
  }

  /** Envoy would refuse all routes of the port for any of these. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "request: {set: {':method': GET}} | request.set[\":method\"]",
        "request: {add: {':authority': a.b}} | request.add[\":authority\"]",
        "request: {add: {Host: a.b}} | request.add.Host",
        "request: {remove: [host]} | request.remove[0]",
        "request: {remove: [':path']} | request.remove[0]",
        "response: {set: {host: a.b}} | response.set.host",
        "response: {set: {':status': '200'}} | response.set[\":status\"]",
        "request: {set: {'a b': c}} | request.set[\"a b\"]",
        "request: {set: {'': c}} | request.set[\"\"]",
        "request: {set: {a: \"b\\nc\"}} | request.set.a",
        "request: {set: {a: \"b\\0c\"}} | request.set.a",
        "request: {set: {a: 5}} | request.set.a",
        "request: {remove: ['']} | request.remove[0]",
      })
  void leaves_out_only_the_header_that_is_wrong(String operation, String field) {
    String operations = operation.replace("\\0", "\\u0000");
    Parsed parsed = Objects.parse(object("- {headers: {" + operations + "}, " + TO_B + "}"));

    assertThat(routes(parsed).get(0).settings().headers()).isEqualTo(HeaderOperations.NONE);
    assertThat(Objects.said(parsed)).hasSize(1);
    assertThat(Objects.said(parsed).get(0))
        .startsWith("ERROR invalid-field spec.http[0].headers." + field + ": ")
        .endsWith(": the header is left out.");
  }

  @Test
  void never_shows_the_value_of_a_header() {
    Parsed parsed =
        Objects.parse(
            object("- {headers: {request: {set: {authorization: \"s3cret\\n\"}}}, " + TO_B + "}"));

    assertThat(parsed.findings()).hasSize(1);
    assertThat(parsed.findings().toString()).doesNotContain("s3cret");
  }
}
