package io.gatehouse.xds;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The examples of the xDS protocol's "How the client specifies what resources to return". */
class InterestTest {

  private final Interest clusters = new Interest(XdsType.CLUSTER);
  private final Interest routes = new Interest(XdsType.ROUTE);

  @Test
  void a_first_delta_request_without_names_asks_for_all() {
    assertThat(clusters.change(List.of(), List.of()).added()).containsExactly("*");
    assertThat(clusters.includes("any")).isTrue();
    assertThat(clusters.isExplicit("any")).isFalse();
  }

  @Test
  void a_later_delta_request_without_names_changes_nothing() {
    clusters.change(List.of("a"), List.of());

    assertThat(clusters.change(List.of(), List.of()).added()).isEmpty();
    assertThat(clusters.includes("b")).isFalse();
  }

  @Test
  void a_name_joins_a_delta_wildcard() {
    clusters.change(List.of(), List.of());

    assertThat(clusters.change(List.of("a"), List.of()).added()).containsExactly("a");
    assertThat(clusters.isWildcard()).isTrue();
    assertThat(clusters.isExplicit("a")).isTrue();
  }

  @Test
  void a_star_is_subscribed_and_unsubscribed_like_a_name() {
    assertThat(clusters.change(List.of("*", "a"), List.of()).added()).containsExactly("*", "a");
    assertThat(clusters.change(List.of(), List.of("*")).removed()).containsExactly("*");
    assertThat(clusters.includes("a")).isTrue();
    assertThat(clusters.includes("b")).isFalse();
  }

  @Test
  void a_name_asked_for_again_is_told_from_a_new_one() {
    routes.change(List.of("a"), List.of());

    Interest.Change change = routes.change(List.of("a", "b"), List.of());

    assertThat(change.repeated()).containsExactly("a");
    assertThat(change.added()).containsExactly("b");
  }

  @Test
  void a_name_given_up_and_asked_for_in_one_request_is_asked_for_anew() {
    routes.change(List.of("a"), List.of());

    Interest.Change change = routes.change(List.of("a"), List.of("a"));

    assertThat(change.removed()).containsExactly("a");
    assertThat(change.added()).containsExactly("a");
    assertThat(routes.includes("a")).isTrue();
  }

  @Test
  void types_without_a_wildcard_have_no_name_for_all() {
    routes.change(List.of(), List.of());
    assertThat(routes.includes("a")).isFalse();

    routes.change(List.of("*"), List.of());
    assertThat(routes.includes("a")).isFalse();
  }

  @Test
  void state_of_the_world_names_replace_the_ones_before() {
    assertThat(clusters.replace(List.of()).added()).containsExactly("*");

    assertThat(clusters.replace(List.of("*", "a")).added()).containsExactly("a");
    assertThat(clusters.isWildcard()).isTrue();

    assertThat(clusters.replace(List.of("a")).removed()).containsExactly("*");
    assertThat(clusters.includes("b")).isFalse();

    assertThat(clusters.replace(List.of()).removed()).containsExactly("a");
    assertThat(clusters.isWildcard()).isFalse();
    assertThat(clusters.includes("a")).isFalse();
  }
}
