package io.gatehouse.resource.istio;

import io.gatehouse.resource.istio.HttpMatch.StringMatch;
import io.gatehouse.resource.json.Fields;
import io.gatehouse.resource.json.Value;
import io.gatehouse.resource.json.Vocabulary;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads Istio's StringMatch: one of exact, prefix and regex. */
final class StringMatchParser {

  private static final Vocabulary FORMS = Vocabulary.strict("a string match");

  private StringMatchParser() {}

  private enum Form {
    EXACT("exact"),
    PREFIX("prefix"),
    REGEX("regex");

    private final String field;

    Form(String field) {
      this.field = field;
    }
  }

  /** One form as it is written. */
  private record Written(Form form, String text, Value value) {

    boolean isEmpty() {
      return text.isEmpty();
    }

    void invalid(String problem, String remedy) {
      value.invalid("is " + Value.shown(text) + ", " + problem, remedy);
    }

    Optional<StringMatch> match() {
      return switch (form) {
        case EXACT -> Optional.of(new StringMatch.Exact(text));
        case PREFIX -> Optional.of(new StringMatch.Prefix(text));
        case REGEX -> regex();
      };
    }

    private Optional<StringMatch> regex() {
      Optional<String> problem = Re2Expression.problem(text);
      if (problem.isPresent()) {
        invalid("which " + problem.get(), "Correct the expression; its syntax is RE2's.");
        return Optional.empty();
      }
      return Optional.of(new StringMatch.Regex(text));
    }
  }

  /** A condition on a header; one that says nothing asks only for its presence, as in Istio. */
  static Optional<StringMatch> header(Value value) {
    return value.object().flatMap(StringMatchParser::header);
  }

  private static Optional<StringMatch> header(Fields fields) {
    List<Written> forms = forms(fields);
    boolean any =
        forms.stream()
            .allMatch(
                written ->
                    written.isEmpty()
                        || (written.form() == Form.REGEX && written.text().equals("*")));
    return any
        ? Optional.of(new StringMatch.Present())
        : single(fields, forms).flatMap(Written::match);
  }

  /** A condition on text that every request has. */
  static Optional<StringMatch> string(Value value) {
    Optional<Written> written = value.object().flatMap(fields -> single(fields, forms(fields)));
    if (written.filter(Written::isEmpty).isPresent()) {
      written.get().invalid("which no request has", "Write what is to match.");
      return Optional.empty();
    }
    return written.flatMap(Written::match);
  }

  /** A condition on the path, which always begins with a slash. */
  static Optional<StringMatch> path(Value value) {
    Optional<Written> written = value.object().flatMap(fields -> single(fields, forms(fields)));
    if (written.filter(StringMatchParser::isAnyPath).isPresent()) {
      return Optional.of(new StringMatch.Prefix("/"));
    }
    if (written.filter(path -> path.form() != Form.REGEX || path.isEmpty()).isPresent()
        && !written.get().text().startsWith("/")) {
      written.get().invalid("and every path begins with a slash", "Write it with its slash.");
      return Optional.empty();
    }
    return written.flatMap(Written::match);
  }

  private static boolean isAnyPath(Written path) {
    return path.form() == Form.PREFIX && path.isEmpty();
  }

  private static List<Written> forms(Fields fields) {
    List<Written> forms =
        Stream.of(Form.values())
            .flatMap(
                form ->
                    fields
                        .get(form.field)
                        .flatMap(value -> value.text().map(text -> new Written(form, text, value)))
                        .stream())
            .toList();
    fields.rest(FORMS);
    return forms;
  }

  private static Optional<Written> single(Fields fields, List<Written> forms) {
    if (forms.size() != 1 && fields.part().intact()) {
      fields
          .self()
          .invalid(
              forms.isEmpty() ? "says nothing to match" : "has several forms",
              "Write one of exact, prefix and regex below it.");
    }
    return forms.stream().findFirst().filter(only -> forms.size() == 1);
  }
}
