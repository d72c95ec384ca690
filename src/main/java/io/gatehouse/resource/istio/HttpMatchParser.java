package io.gatehouse.resource.istio;

import io.gatehouse.finding.FindingCode;
import io.gatehouse.resource.Metadata;
import io.gatehouse.resource.ObjectName;
import io.gatehouse.resource.istio.HttpMatch.StringMatch;
import io.gatehouse.resource.json.Fields;
import io.gatehouse.resource.json.Value;
import io.gatehouse.resource.json.Vocabulary;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads one alternative of {@code match}. */
final class HttpMatchParser {

  private static final Vocabulary MATCH = Vocabulary.strict("a match");

  /** Names that Istio's reference reserves: whoever writes them means the fields. */
  private static final Set<String> FIELDS = Set.of("uri", "scheme", "method", "authority");

  /** Istio's way to match claims of a JWT, as if they were headers. */
  private static final String CLAIM = "@request.auth.claims";

  /** Envoy's limit of the length of a parameter's name. */
  private static final int MAX_PARAMETER = 1024;

  private HttpMatchParser() {}

  /**
   * @param gateways the VirtualService's; empty for one that others delegate to
   */
  static HttpMatch parse(int index, Fields fields, Metadata metadata, List<ObjectName> gateways) {
    Optional<StringMatch> uri = fields.get("uri").flatMap(StringMatchParser::path);
    boolean ignoreCase = fields.flag("ignoreUriCase");
    HttpMatch match =
        new HttpMatch(
            index,
            fields.text("name").orElse(""),
            fields.text("statPrefix").orElse(""),
            uri,
            ignoreCase && uri.isPresent() && !isExpression(uri),
            fields.get("scheme").flatMap(StringMatchParser::string),
            fields.get("method").flatMap(StringMatchParser::string),
            fields.get("authority").flatMap(StringMatchParser::string),
            headers(fields.map("headers")),
            headers(fields.map("withoutHeaders")),
            query(fields.map("queryParams")),
            fields.integer("port", 0, 65535).filter(port -> port > 0),
            MatchScopeParser.parse(metadata, gateways, fields));
    fields.rest(MATCH);
    if (ignoreCase && isExpression(uri)) {
      fields
          .part()
          .warn(
              FindingCode.INVALID_FIELD,
              fields.at("ignoreUriCase"),
              "ignoreUriCase counts for exact and prefix: the expression is matched as it is.",
              "Begin the expression with (?i), and remove ignoreUriCase.");
    }
    return match;
  }

  private static boolean isExpression(Optional<StringMatch> uri) {
    return uri.filter(StringMatch.Regex.class::isInstance).isPresent();
  }

  private static SortedMap<String, StringMatch> query(Map<String, Value> entries) {
    SortedMap<String, StringMatch> parameters = new TreeMap<>();
    entries.forEach(
        (name, value) -> {
          if (name.isEmpty() || name.length() > MAX_PARAMETER) {
            value.invalid("is not the name of a parameter", "Write the parameter's name.");
          } else {
            StringMatchParser.header(value).ifPresent(match -> parameters.put(name, match));
          }
        });
    return parameters;
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
