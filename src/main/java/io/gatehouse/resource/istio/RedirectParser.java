package io.gatehouse.resource.istio;

import io.gatehouse.finding.FindingCode;
import io.gatehouse.resource.istio.HttpRoute.RouteAction.Redirect;
import io.gatehouse.resource.json.Fields;
import io.gatehouse.resource.json.Value;
import io.gatehouse.resource.json.Vocabulary;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads {@code redirect} of a route. */
final class RedirectParser {

  private static final Vocabulary REDIRECT =
      Vocabulary.of("a redirect").restricting("derivePort", "takes the port from the request");

  private static final Set<Integer> CODES = Set.of(301, 302, 303, 307, 308);
  private static final int MOVED_PERMANENTLY = 301;

  private RedirectParser() {}

  static Optional<Redirect> parse(Fields fields) {
    Optional<String> uri = clean(fields, "uri");
    Optional<String> prefixRewrite = clean(fields, "prefixRewrite");
    Optional<String> authority = clean(fields, "authority");
    Optional<String> scheme = fields.get("scheme").flatMap(RedirectParser::scheme);
    Optional<Integer> port = fields.integer("port", 1, 65535);
    int code = fields.get("redirectCode").flatMap(RedirectParser::code).orElse(MOVED_PERMANENTLY);
    fields.ignoreDefault("derivePort", "FROM_PROTOCOL_DEFAULT");
    fields.rest(REDIRECT);
    if (uri.isPresent() && prefixRewrite.isPresent()) {
      fail(
          fields,
          "prefixRewrite",
          "the redirect has both uri and prefixRewrite",
          "Keep one of them.");
    }
    boolean changesNothing =
        uri.isEmpty()
            && prefixRewrite.isEmpty()
            && authority.isEmpty()
            && scheme.isEmpty()
            && port.isEmpty();
    if (changesNothing && fields.part().intact()) {
      fields
          .part()
          .fail(
              FindingCode.INVALID_FIELD,
              fields.self().origin(),
              "the redirect changes nothing, and would lead to itself for ever",
              "Set uri, prefixRewrite, authority, scheme or port.");
    }
    return Optional.of(fields.part().intact())
        .filter(intact -> intact)
        .map(
            intact ->
                new Redirect(
                    uri.or(() -> prefixRewrite),
                    prefixRewrite.isPresent(),
                    authority,
                    scheme,
                    port,
                    code));
  }

  /** Text for the Location header; Envoy refuses a route with control characters in it. */
  private static Optional<String> clean(Fields fields, String name) {
    Optional<String> text = fields.text(name);
    if (text.filter(given -> !HeaderOperationsParser.isValue(given)).isPresent()) {
      fail(fields, name, name + " has control characters", "Remove them.");
    }
    return text;
  }

  private static Optional<String> scheme(Value value) {
    Optional<String> scheme =
        value.text().map(text -> text.toLowerCase(Locale.ROOT)).filter(text -> !text.isEmpty());
    if (scheme.filter(text -> !text.equals("http") && !text.equals("https")).isPresent()) {
      value.invalid("is " + Value.shown(scheme.get()), "Set it to http or https.");
    }
    return scheme;
  }

  /** Empty for 0, protobuf's absent. */
  private static Optional<Integer> code(Value value) {
    Optional<Integer> code = value.integer(0, Integer.MAX_VALUE).filter(given -> given > 0);
    if (code.filter(given -> !CODES.contains(given)).isPresent()) {
      value.invalid(
          "is " + code.get() + ", which is not a code of a redirect",
          "Set it to 301, 302, 303, 307 or 308.");
    }
    return code;
  }

  private static void fail(Fields fields, String name, String problem, String remedy) {
    fields.part().fail(FindingCode.INVALID_FIELD, fields.at(name), problem, remedy);
  }
}
