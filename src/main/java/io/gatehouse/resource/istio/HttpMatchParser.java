package io.gatehouse.resource.istio;

import io.gatehouse.resource.istio.HttpMatch.StringMatch;
import io.gatehouse.resource.json.Fields;
import io.gatehouse.resource.json.Value;
import io.gatehouse.resource.json.Vocabulary;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads one alternative of {@code match}. */
final class HttpMatchParser {

  private static final Vocabulary MATCH =
      Vocabulary.strict("a match")
          .restricting("scheme", "matches the scheme of requests")
          .restricting("port", "matches the port that requests come in at")
          .restricting("sourceLabels", "matches labels of the workload that sends")
          .restricting("sourceNamespace", "matches the namespace of the workload that sends")
          .restricting("gateways", "narrows the match to some of the Gateways")
          .restricting("queryParams", "matches parameters of the query")
          .restricting("withoutHeaders", "excludes requests with these headers")
          .restricting("ignoreUriCase", "matches the path in any case")
          .optional("statPrefix", "names the statistics of the route");

  /** Names that Istio's reference reserves: whoever writes them means the fields. */
  private static final Set<String> FIELDS = Set.of("uri", "scheme", "method", "authority");

  /** Istio's way to match claims of a JWT, as if they were headers. */
  private static final String CLAIM = "@request.auth.claims";

  private HttpMatchParser() {}

  static Optional<HttpMatch> parse(int index, Fields fields) {
    String name = fields.text("name").orElse("");
    Optional<StringMatch> uri = fields.get("uri").flatMap(StringMatchParser::path);
    Optional<StringMatch> method = fields.get("method").flatMap(StringMatchParser::string);
    Optional<StringMatch> authority = fields.get("authority").flatMap(StringMatchParser::string);
    SortedMap<String, StringMatch> headers = headers(fields.map("headers"));
    fields.rest(MATCH);
    return Optional.of(new HttpMatch(index, name, uri, method, authority, headers))
        .filter(match -> fields.part().intact());
  }

  private static SortedMap<String, StringMatch> headers(Map<String, Value> entries) {
    SortedMap<String, StringMatch> headers = new TreeMap<>();
    entries.forEach(
        (key, value) -> {
          String name = key.toLowerCase(Locale.ROOT);
          if (name.startsWith(CLAIM)) {
            value.unsupported(
                "matches what a token claims, and is not supported",
                "Match a header that carries it, or let the backend decide.");
          } else if (!HeaderOperationsParser.isName(name) || FIELDS.contains(name)) {
            value.invalid(
                "is not the name of a header",
                "Match path, method and host by uri, method and authority.");
          } else if (headers.containsKey(name)) {
            value.invalid("is there twice, in another case", "Keep one of them.");
          } else {
            StringMatchParser.header(value).ifPresent(match -> headers.put(name, match));
          }
        });
    return headers;
  }
}
