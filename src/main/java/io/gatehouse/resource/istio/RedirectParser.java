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

  private static final Vocabulary REDIRECT = Vocabulary.of("a redirect");
  private static final String REQUEST_PORT = "FROM_REQUEST_PORT";
  private static final Set<String> DERIVATIONS = Set.of("FROM_PROTOCOL_DEFAULT", REQUEST_PORT);

  private static final Set<Integer> CODES = Set.of(301, 302, 303, 307, 308);
  private static final int MOVED_PERMANENTLY = 301;

  private RedirectParser() {}

  static Optional<Redirect> parse(Fields fields) {
    Optional<String> uri = HeaderOperationsParser.text(fields, "uri");
    Optional<String> prefixRewrite = HeaderOperationsParser.text(fields, "prefixRewrite");
    Optional<String> authority = HeaderOperationsParser.text(fields, "authority");
    Optional<String> scheme = fields.get("scheme").flatMap(RedirectParser::scheme);
    Optional<Integer> port = fields.integer("port", 1, 65535);
    int code = fields.get("redirectCode").flatMap(RedirectParser::code).orElse(MOVED_PERMANENTLY);
    boolean portOfRequest =
        fields.get("derivePort").flatMap(RedirectParser::derivePort).isPresent();
    if (port.isPresent() && portOfRequest) {
      fail(fields, "derivePort", "the redirect has both port and derivePort", "Keep one of them.");
    }
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
                    portOfRequest,
                    code));
  }

  /** Present where the port is the request's. */
  private static Optional<String> derivePort(Value value) {
    Optional<String> text = value.text().filter(given -> !given.isEmpty());
    if (text.filter(given -> !DERIVATIONS.contains(given)).isPresent()) {
      value.invalid(
          "is " + Value.shown(text.get()), "Set it to " + REQUEST_PORT + ", or remove it.");
    }
    return text.filter(REQUEST_PORT::equals);
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
