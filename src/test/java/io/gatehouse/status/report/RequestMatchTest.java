package io.gatehouse.status.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.model.Route.HeaderMatch;
import io.gatehouse.model.Route.Match;
import io.gatehouse.model.Route.Path;
import io.gatehouse.model.Route.QueryMatch;
import io.gatehouse.model.TextMatch;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RequestMatchTest {

  private static final Path ANY = new Path.Prefix("/");

  @Test
  void paths_match_in_their_case_or_in_any() {
    assertThat(mismatch("/ab", new Match(new Path.Prefix("/A"), true, List.of(), List.of())))
        .isEmpty();
    assertThat(mismatch("/ab", new Match(new Path.Exact("/AB"), true, List.of(), List.of())))
        .isEmpty();
    assertThat(mismatch("/ab", new Match(new Path.Exact("/A"), true, List.of(), List.of())))
        .contains("path = /A in any case");
    assertThat(mismatch("/ab", new Match(new Path.Prefix("/A"), List.of())))
        .contains("path prefix /A");
  }

  @Test
  void parameters_of_the_query_match() {
    Match match =
        new Match(
            ANY,
            false,
            List.of(),
            List.of(
                new QueryMatch("a", new TextMatch.Exact("1")),
                new QueryMatch("b", new TextMatch.Present())));

    assertThat(mismatch("/?b&a=1&a=2", match)).isEmpty();
    assertThat(mismatch("/?b=", match)).contains("query parameter a = 1");
    assertThat(mismatch("/?a=2&b", match)).contains("query parameter a = 1");
    assertThat(mismatch("/?a=1", match)).contains("query parameter b present");
    assertThat(mismatch("/", match)).isPresent();
  }

  @Test
  void the_scheme_is_known_by_the_chain() {
    Match match = headers(new HeaderMatch(":scheme", new TextMatch.Exact("https")));

    assertThat(new RequestMatch(request("/"), true).mismatch(match)).isEmpty();
    assertThat(new RequestMatch(request("/"), false).mismatch(match)).contains("scheme = https");
  }

  @Test
  void a_header_that_is_absent_counts_as_empty_where_it_must_not_match() {
    assertThat(mismatch("/", headers(without("x", new TextMatch.Exact("a"))))).isEmpty();
    assertThat(mismatch("/", headers(without("x", new TextMatch.Present())))).isEmpty();
    assertThat(mismatch("/", headers(without("x", new TextMatch.Regex(".*")))))
        .contains("not header x ~ .*");
    assertThat(mismatch("/", headers(without(":method", new TextMatch.Exact("GET")))))
        .contains("not method = GET");
  }

  private static HeaderMatch without(String name, TextMatch text) {
    return new HeaderMatch(name, text, true);
  }

  private static Match headers(HeaderMatch... headers) {
    return new Match(ANY, List.of(headers));
  }

  private static ExplainRequest request(String target) {
    return new ExplainRequest("a.b", 80, target, "GET");
  }

  private static Optional<String> mismatch(String target, Match match) {
    return new RequestMatch(request(target), false).mismatch(match);
  }
}
