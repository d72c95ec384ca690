package io.gatehouse.status.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.finding.Finding;
import io.gatehouse.finding.FindingCode;
import io.gatehouse.model.GatewayModel;
import io.gatehouse.resource.istio.Gateway;
import io.gatehouse.status.SeedBoard;
import io.gatehouse.status.StatusBoard;
import io.gatehouse.xds.XdsType;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GatewayReportTest {

  private final StatusBoard board = new StatusBoard(Clock.systemUTC());

  @Test
  void a_server_is_served_once_every_envoy_has_acknowledged_listener_routes_and_certificate() {
    SeedBoard.fill(board);
    board.onConnected(SeedBoard.ENVOY);
    board.onProxy(SeedBoard.ENVOY, SeedBoard.GROUP);
    for (XdsType type : List.of(XdsType.LISTENER, XdsType.ROUTE, XdsType.SECRET)) {
      assertThat(state(0)).as("before " + type).isEqualTo(ServingState.PARTLY);
      SeedBoard.snapshot()
          .of(type)
          .forEach(
              (name, resource) -> {
                board.onSent(SeedBoard.ENVOY, type, List.of(resource), Set.of());
                board.onAcknowledged(SeedBoard.ENVOY, type, Map.of(name, resource.version()));
              });
    }
    assertThat(state(0)).isEqualTo(ServingState.SERVED);

    board.onConnected(SeedBoard.envoy(2, "other"));
    board.onProxy(SeedBoard.envoy(2, "other"), SeedBoard.GROUP);
    assertThat(state(0)).isEqualTo(ServingState.PARTLY);
    assertThat(server(0).acknowledged()).isEqualTo(new Acknowledged(1, 2));
  }

  @Test
  void a_refused_listener_is_not_served_whatever_is_acknowledged_afterwards() {
    SeedBoard.fill(board);
    SeedBoard.connect(board, SeedBoard.ENVOY);
    board.onRefused(
        SeedBoard.ENVOY,
        XdsType.LISTENER,
        List.of(SeedBoard.snapshot().of(XdsType.LISTENER).get("0.0.0.0_8443")),
        "bad",
        true);
    board.onAcknowledged(SeedBoard.ENVOY, XdsType.LISTENER, Map.of("0.0.0.0_8443", "v1"));

    assertThat(state(0)).isEqualTo(ServingState.PARTLY);
    assertThat(server(0).findings())
        .extracting(FindingEntry::code)
        .containsExactly("refused-by-envoy");
  }

  @Test
  void a_redirect_is_served_on_the_port_that_its_server_has() {
    SeedBoard.fill(board);
    SeedBoard.connect(board, SeedBoard.ENVOY);

    assertThat(state(1)).isEqualTo(ServingState.SERVED);
    assertThat(server(1).servedBy().get(0).port()).isEqualTo(8080);
  }

  @Test
  void a_server_without_its_chain_is_left_out_and_says_why() {
    SeedBoard.fill(board);
    SeedBoard.connect(board, SeedBoard.ENVOY);

    assertThat(state(2)).isEqualTo(ServingState.LEFT_OUT);
    assertThat(server(2).findings())
        .extracting(FindingEntry::sentence)
        .containsExactly(SeedBoard.MISSING_SECRET.sentence());
    assertThat(server(2).credentialNames()).containsExactly("helloworld-credential");
  }

  @Test
  void a_host_that_no_virtual_service_serves_is_not_green() {
    GatewayModel model = SeedBoard.model();
    SeedBoard.fill(board);
    board.onGroup(
        SeedBoard.GROUP,
        () ->
            new GatewayModel(
                model.listeners(),
                model.routeConfigurations().stream().map(routes -> routes.with(List.of())).toList(),
                model.clusters(),
                model.endpointAssignments(),
                model.credentials()),
        SeedBoard.credentials(),
        SeedBoard.snapshot(),
        List.of());
    SeedBoard.connect(board, SeedBoard.ENVOY);

    assertThat(state(0)).isEqualTo(ServingState.PARTLY);
    assertThat(server(0).hosts()).extracting(GatewayStatus.HostStatus::served).containsOnly(false);
  }

  @Test
  void without_envoys_nothing_is_served() {
    SeedBoard.fill(board);
    assertThat(state(0)).isEqualTo(ServingState.NO_PROXY);

    board.onGroupGone(SeedBoard.GROUP);
    assertThat(gateway().state()).isEqualTo(ServingState.NO_PROXY);
  }

  @Test
  void an_error_at_a_server_is_told_there_and_takes_its_green_away() {
    SeedBoard.fill(board);
    SeedBoard.connect(board, SeedBoard.ENVOY);
    Gateway gateway = SeedBoard.view().gateways().get(0);
    Finding error =
        Finding.error(
            FindingCode.UNSUPPORTED_FIELD,
            gateway.origin(gateway.servers().get(1)).at("tls.cipherSuites"),
            "It is not honoured.",
            "Leave it out.");
    board.onObjects(SeedBoard.view(), List.of(error));

    assertThat(state(0)).isEqualTo(ServingState.SERVED);
    assertThat(state(1)).isEqualTo(ServingState.PARTLY);
    assertThat(server(1).findings()).hasSize(1);
  }

  private ServingState state(int server) {
    return server(server).state();
  }

  private GatewayStatus.ServerStatus server(int index) {
    return gateway().servers().get(index);
  }

  private GatewayStatus gateway() {
    return new GatewayReport(board.read()).all().get(0);
  }
}
