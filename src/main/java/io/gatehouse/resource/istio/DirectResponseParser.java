package io.gatehouse.resource.istio;

import io.gatehouse.resource.istio.HttpRoute.RouteAction.DirectResponse;
import io.gatehouse.resource.json.Fields;
import io.gatehouse.resource.json.Value;
import io.gatehouse.resource.json.Vocabulary;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** Reads {@code directResponse} of a route. */
final class DirectResponseParser {

  private static final Vocabulary RESPONSE = Vocabulary.of("a directResponse");
  private static final Vocabulary BODY = Vocabulary.strict("a body");

  /** As much as Istio lets a body have, in bytes. */
  private static final int MAX_BODY = 1 << 20;

  private DirectResponseParser() {}

  static Optional<DirectResponse> parse(Fields fields) {
    Optional<Integer> status =
        fields
            .required("status", "Write the status code, for example 404.")
            .flatMap(value -> value.integer(200, 599));
    Optional<Fields> body = fields.object("body");
    Optional<Value> text = body.flatMap(found -> found.get("string"));
    Optional<Value> bytes = body.flatMap(found -> found.get("bytes"));
    fields.rest(RESPONSE);
    body.ifPresent(found -> found.rest(BODY));
    if (text.isPresent() && bytes.isPresent()) {
      bytes.get().invalid("stands beside string", "Keep one of them.");
    }
    String content =
        text.flatMap(DirectResponseParser::text)
            .or(() -> bytes.flatMap(DirectResponseParser::base64))
            .orElse("");
    return status.map(code -> new DirectResponse(code, content, bytes.isPresent()));
  }

  private static Optional<String> text(Value value) {
    Optional<String> text = value.text();
    text.ifPresent(given -> checkSize(value, given.getBytes(StandardCharsets.UTF_8).length));
    return text;
  }

  private static Optional<String> base64(Value value) {
    Optional<String> text = value.text();
    try {
      text.ifPresent(given -> checkSize(value, Base64.getDecoder().decode(given).length));
    } catch (IllegalArgumentException notBase64) {
      value.invalid("is not base64", "Encode the bytes in base64, or write text below string.");
    }
    return text;
  }

  private static void checkSize(Value value, int bytes) {
    if (bytes > MAX_BODY) {
      value.invalid("has more than " + MAX_BODY + " bytes", "Let a backend answer.");
    }
  }
}
