package io.gatehouse.translate.istio;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.finding.Origin;
import io.gatehouse.model.Route.HeaderMatch;
import io.gatehouse.model.Route.Match;
import io.gatehouse.model.Route.Path;
import io.gatehouse.model.Route.QueryMatch;
import io.gatehouse.model.TextMatch;
import io.gatehouse.resource.ObjectName;
import io.gatehouse.resource.istio.MatchScope;
import io.gatehouse.translate.istio.Shadows.Reach;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ShadowsTest {

  private static final HeaderMatch GET = new HeaderMatch(":method", new TextMatch.Exact("GET"));
  private static final QueryMatch Q = new QueryMatch("q", new TextMatch.Present());
  private static final Origin FIRST = Origin.of("VirtualService", "n", "v").at("first");
  private static final Origin SECOND = FIRST.object().at("second");

  @Test
  void a_prefix_covers_whatever_begins_with_it() {
    assertThat(covers(prefix("/a"), prefix("/ab"))).isTrue();
    assertThat(covers(prefix("/a"), exact("/a"))).isTrue();
    assertThat(covers(prefix("/a"), prefix("/a"))).isTrue();
    assertThat(covers(prefix("/ab"), prefix("/a"))).isFalse();
    assertThat(covers(prefix("/a"), exact("/b"))).isFalse();
    assertThat(covers(exact("/a"), prefix("/a"))).isFalse();
    assertThat(covers(exact("/a"), exact("/a"))).isTrue();
  }

  @Test
  void of_an_expression_no_more_is_known_than_that_it_is_the_same() {
    assertThat(covers(regex("/a.*"), regex("/a.*"))).isTrue();
    assertThat(covers(regex("/.*"), exact("/a"))).isFalse();
    assertThat(covers(prefix("/a"), regex("/a.*"))).isFalse();
    assertThat(covers(prefix("/"), regex("/a.*"))).isTrue();
  }

  @Test
  void a_path_in_any_case_covers_more() {
    assertThat(covers(anyCase(prefix("/A")), exact("/aB"))).isTrue();
    assertThat(covers(anyCase(prefix("/A")), anyCase(prefix("/aB")))).isTrue();
    assertThat(covers(anyCase(exact("/A")), anyCase(exact("/a")))).isTrue();
    assertThat(covers(prefix("/a"), anyCase(prefix("/a")))).isFalse();
    assertThat(covers(prefix("/"), anyCase(prefix("/a")))).isTrue();
  }

  @Test
  void more_conditions_are_covered_by_fewer() {
    Match any = prefix("/");
    Match get = new Match(any.path(), List.of(GET));
    Match query = new Match(any.path(), false, List.of(), List.of(Q));
    Match both = new Match(any.path(), false, List.of(GET), List.of(Q));

    assertThat(covers(get, both)).isTrue();
    assertThat(covers(query, both)).isTrue();
    assertThat(covers(both, get)).isFalse();
    assertThat(covers(both, query)).isFalse();
    assertThat(covers(get, any)).isFalse();
  }

  @Test
  void a_route_covers_only_what_is_for_its_gateways_and_port() {
    Match any = prefix("/");
    MatchScope here = scope("here");

    assertThat(covers(reach(any), new Reach(any, here, Optional.of(80)))).isTrue();
    assertThat(covers(new Reach(any, here, Optional.empty()), reach(any))).isFalse();
    assertThat(
            covers(
                new Reach(any, here, Optional.empty()),
                new Reach(any, scope("there"), Optional.empty())))
        .isFalse();
    assertThat(covers(new Reach(any, MatchScope.ANY, Optional.of(80)), reach(any))).isFalse();
  }

  private static MatchScope scope(String gateway) {
    return new MatchScope(
        Optional.of(List.of(new ObjectName("n", gateway))), Map.of(), Optional.empty());
  }

  private static boolean covers(Match earlier, Match later) {
    return covers(reach(earlier), reach(later));
  }

  private static boolean covers(Reach earlier, Reach later) {
    Shadows shadows = new Shadows();
    assertThat(shadows.covering(earlier, FIRST)).isEmpty();
    return shadows.covering(later, SECOND).equals(Optional.of(FIRST));
  }

  private static Reach reach(Match match) {
    return new Reach(match, MatchScope.ANY, Optional.empty());
  }

  private static Match prefix(String value) {
    return new Match(new Path.Prefix(value), List.of());
  }

  private static Match exact(String value) {
    return new Match(new Path.Exact(value), List.of());
  }

  private static Match regex(String value) {
    return new Match(new Path.Regex(value), List.of());
  }

  private static Match anyCase(Match match) {
    return new Match(match.path(), true, match.headers(), match.query());
  }
}
