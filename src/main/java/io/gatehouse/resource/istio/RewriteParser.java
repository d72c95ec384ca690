package io.gatehouse.resource.istio;

import io.gatehouse.finding.FindingCode;
import io.gatehouse.resource.istio.HttpRewrite.RegexRewrite;
import io.gatehouse.resource.json.Fields;
import io.gatehouse.resource.json.Value;
import io.gatehouse.resource.json.Vocabulary;
import java.util.Optional;

/** Reads {@code rewrite} of a route. */
final class RewriteParser {

  private static final Vocabulary REWRITE = Vocabulary.strict("a rewrite");
  private static final Vocabulary REGEX = Vocabulary.strict("uriRegexRewrite");

  private RewriteParser() {}

  static Optional<HttpRewrite> parse(Fields fields) {
    Optional<String> uri = HeaderOperationsParser.text(fields, "uri");
    Optional<String> authority = HeaderOperationsParser.text(fields, "authority");
    Optional<Fields> expression = fields.object("uriRegexRewrite");
    Optional<RegexRewrite> regex = expression.flatMap(RewriteParser::regex);
    fields.rest(REWRITE);
    if (uri.filter(path -> !path.startsWith("/")).isPresent()) {
      fail(
          fields,
          "uri",
          "uri has no slash at its beginning, as every path has",
          "Begin it with a slash.");
    }
    if (uri.isPresent() && expression.isPresent()) {
      fail(
          fields,
          "uriRegexRewrite",
          "the rewrite has both uri and uriRegexRewrite",
          "Keep one of them.");
    }
    if (uri.isEmpty() && authority.isEmpty() && regex.isEmpty() && fields.part().intact()) {
      fields
          .self()
          .invalid("changes nothing", "Set uri, authority or uriRegexRewrite, or remove it.");
    }
    return Optional.of(new HttpRewrite(uri, regex, authority));
  }

  private static Optional<RegexRewrite> regex(Fields fields) {
    Optional<String> match =
        fields.requiredText("match", "Write the expression that is looked for.");
    Optional<String> rewrite =
        fields
            .requiredText("rewrite", "Write what is put in its place.")
            .flatMap(text -> HeaderOperationsParser.text(fields, "rewrite"));
    fields.rest(REGEX);
    Optional<String> problem = match.flatMap(Re2Expression::problem);
    if (problem.isPresent()) {
      fail(
          fields,
          "match",
          "match is " + Value.shown(match.get()) + ", which " + problem.get(),
          "Correct the expression; its syntax is RE2's.");
      return Optional.empty();
    }
    if (match.isEmpty() || rewrite.isEmpty()) {
      return Optional.empty();
    }
    if (!Re2Expression.isSubstitution(rewrite.get(), match.get())) {
      fail(
          fields,
          "rewrite",
          "rewrite is "
              + Value.shown(rewrite.get())
              + ", where a backslash has no digit of a group of the expression behind it",
          "Write \\1 for what the first group found, and \\\\ for a backslash.");
    }
    return Optional.of(new RegexRewrite(match.get(), rewrite.get()));
  }

  private static void fail(Fields fields, String name, String problem, String remedy) {
    fields.part().fail(FindingCode.INVALID_FIELD, fields.at(name), problem, remedy);
  }
}
