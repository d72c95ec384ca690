package io.gatehouse.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.finding.Finding;
import io.gatehouse.finding.FindingCode;
import io.gatehouse.xds.XdsResource;
import io.gatehouse.xds.XdsType;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StatusBoardTest {

  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  private final StatusBoard board = new StatusBoard(Clock.fixed(NOW, ZoneOffset.UTC));
  private final XdsResource listener =
      SeedBoard.snapshot().of(XdsType.LISTENER).get("0.0.0.0_8443");

  @Test
  void a_proxy_is_there_from_connecting_to_disconnecting() {
    board.onConnected(SeedBoard.ENVOY);
    board.onProxy(SeedBoard.ENVOY, SeedBoard.GROUP);

    ConnectedProxy proxy = board.read().proxies().get(0);
    assertThat(proxy.since()).isEqualTo(NOW);
    assertThat(proxy.group()).contains(SeedBoard.GROUP);

    board.onDisconnected(SeedBoard.ENVOY, "closed");
    assertThat(board.read().proxies()).isEmpty();
  }

  @Test
  void what_comes_after_disconnecting_leaves_nothing_behind() {
    board.onConnected(SeedBoard.ENVOY);
    board.onDisconnected(SeedBoard.ENVOY, "closed");
    board.onAcknowledged(SeedBoard.ENVOY, XdsType.LISTENER, Map.of("a", "v1"));

    assertThat(board.read().proxies()).isEmpty();
  }

  @Test
  void two_streams_of_one_node_id_are_two_proxies() {
    board.onConnected(SeedBoard.envoy(1, "same"));
    board.onConnected(SeedBoard.envoy(2, "same"));

    assertThat(board.read().proxies()).hasSize(2);
  }

  @Test
  void a_resource_is_pending_until_its_version_is_acknowledged() {
    board.onConnected(SeedBoard.ENVOY);
    board.onSent(SeedBoard.ENVOY, XdsType.LISTENER, List.of(listener), Set.of());
    assertThat(delivery().state()).isEqualTo(Delivery.State.PENDING);

    board.onAcknowledged(SeedBoard.ENVOY, XdsType.LISTENER, Map.of(listener.name(), "v0"));
    assertThat(delivery().state()).isEqualTo(Delivery.State.PENDING);

    board.onAcknowledged(SeedBoard.ENVOY, XdsType.LISTENER, Map.of(listener.name(), "v1"));
    assertThat(delivery().state()).isEqualTo(Delivery.State.ACKNOWLEDGED);
  }

  @Test
  void a_board_that_was_read_does_not_change() {
    board.onConnected(SeedBoard.ENVOY);
    Board before = board.read();
    board.onSent(SeedBoard.ENVOY, XdsType.LISTENER, List.of(listener), Set.of());

    assertThat(before.proxies().get(0).deliveries(XdsType.LISTENER)).isEmpty();
    assertThat(board.read().proxies().get(0).deliveries(XdsType.LISTENER)).hasSize(1);
  }

  @Test
  void an_acknowledged_removal_is_forgotten_and_an_unsubscribed_name_too() {
    board.onConnected(SeedBoard.ENVOY);
    board.onSent(SeedBoard.ENVOY, XdsType.SECRET, List.of(), Set.of("gone", "other"));
    assertThat(board.read().proxies().get(0).deliveries(XdsType.SECRET)).hasSize(2);

    board.onAcknowledged(SeedBoard.ENVOY, XdsType.SECRET, Map.of("gone", Delivery.WITHDRAWN));
    board.onUnsubscribed(SeedBoard.ENVOY, XdsType.SECRET, Set.of("other"));

    assertThat(board.read().proxies().get(0).deliveries(XdsType.SECRET)).isEmpty();
  }

  @Test
  void a_refusal_becomes_a_finding_that_quotes_envoy_safely_and_ends_when_it_is_replaced() {
    SeedBoard.fill(board);
    SeedBoard.connect(board, SeedBoard.ENVOY);
    board.onRefused(SeedBoard.ENVOY, XdsType.LISTENER, List.of(listener), "bad\nlistener", true);

    Finding finding =
        board.read().findings().stream()
            .filter(found -> found.code() == FindingCode.REFUSED_BY_ENVOY)
            .findFirst()
            .orElseThrow();
    assertThat(finding.origin()).isEqualTo(listener.origin());
    assertThat(finding.sentence()).contains("bad\\u000alistener").doesNotContain("\n");
    assertThat(delivery().state()).isEqualTo(Delivery.State.REFUSED);

    board.onSent(SeedBoard.ENVOY, XdsType.LISTENER, List.of(listener), Set.of());
    assertThat(board.read().findings())
        .noneMatch(found -> found.code() == FindingCode.REFUSED_BY_ENVOY);
  }

  @Test
  void a_refusal_that_does_not_say_which_resource_blames_none() {
    SeedBoard.fill(board);
    SeedBoard.connect(board, SeedBoard.ENVOY);
    board.onRefused(SeedBoard.ENVOY, XdsType.LISTENER, List.of(listener), "bad", false);

    assertThat(board.read().findings())
        .noneMatch(found -> found.code() == FindingCode.REFUSED_BY_ENVOY);
  }

  @Test
  void a_forced_route_is_a_finding_until_it_is_acknowledged() {
    SeedBoard.fill(board);
    SeedBoard.connect(board, SeedBoard.ENVOY);
    XdsResource route = SeedBoard.snapshot().of(XdsType.ROUTE).get("http.8080");
    board.onRouteForced(SeedBoard.ENVOY, route, Set.of(SeedBoard.CLUSTER));
    board.onSent(SeedBoard.ENVOY, XdsType.ROUTE, List.of(route), Set.of());

    assertThat(board.read().findings())
        .anyMatch(
            found ->
                found.code() == FindingCode.CLUSTER_NOT_ACKNOWLEDGED
                    && found.sentence().contains(SeedBoard.CLUSTER));

    board.onAcknowledged(SeedBoard.ENVOY, XdsType.ROUTE, Map.of(route.name(), route.version()));
    assertThat(board.read().findings())
        .noneMatch(found -> found.code() == FindingCode.CLUSTER_NOT_ACKNOWLEDGED);
  }

  @Test
  void a_placement_that_comes_after_disconnecting_leaves_nothing_behind() {
    board.onConnected(SeedBoard.ENVOY);
    board.onDisconnected(SeedBoard.ENVOY, "closed");
    board.onProxy(SeedBoard.ENVOY, SeedBoard.GROUP);

    assertThat(board.read().proxies()).isEmpty();
  }

  @Test
  void what_is_said_of_credentials_is_told_once_whether_translation_repeats_it_or_not() {
    SeedBoard.fill(board);
    assertThat(board.read().findings()).containsExactly(SeedBoard.MISSING_SECRET);

    board.onGroup(
        SeedBoard.GROUP,
        SeedBoard::model,
        SeedBoard.credentials(),
        SeedBoard.snapshot(),
        List.of());
    assertThat(board.read().findings()).containsExactly(SeedBoard.MISSING_SECRET);
  }

  @Test
  void a_group_that_is_gone_says_nothing_more() {
    SeedBoard.fill(board);
    board.onGroupGone(SeedBoard.GROUP);

    assertThat(board.read().groups()).isEmpty();
    assertThat(board.read().findings()).doesNotContain(SeedBoard.MISSING_SECRET);
  }

  @Test
  void it_is_ready_once_the_first_translation_is_published() {
    assertThat(board.published()).isFalse();
    board.onPublished();
    assertThat(board.published()).isTrue();
  }

  private Delivery delivery() {
    return board.read().proxies().get(0).deliveries(XdsType.LISTENER).get(listener.name());
  }
}
