package io.gatehouse.admin.rest;

import io.gatehouse.admin.dump.EnvoyJson;
import io.gatehouse.status.StatusBoard;
import io.gatehouse.status.TypeNames;
import io.gatehouse.status.report.ProxyConfig;
import io.gatehouse.status.report.ProxyConfigReport;
import io.gatehouse.status.report.ProxyReport;
import io.gatehouse.status.report.ProxyStatus;
import io.gatehouse.xds.XdsType;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Who is connected, and what they are sent. */
@RestController
@RequestMapping(
    path = "/api/v1/proxies",
    produces = {Answers.JSON, Answers.TEXT})
@Tag(name = "proxies")
final class ProxyController {

  private final StatusBoard board;

  ProxyController(StatusBoard board) {
    this.board = board;
  }

  @GetMapping
  @Operation(summary = "All connected Envoys: what each was sent, has acknowledged, has refused")
  List<ProxyStatus> all() {
    return ProxyReport.all(board.read());
  }

  @GetMapping("/{id}/config")
  @Operation(
      summary =
          "The resources of an Envoy in Envoy's own JSON, without secrets; several where several"
              + " proxies give the same id")
  List<ProxyConfig> config(
      @Parameter(description = "node id, percent encoded") @PathVariable String id,
      @Parameter(description = "listener, route, cluster, endpoint or secret; all where absent")
          @RequestParam
          Optional<String> type) {
    List<XdsType> types =
        type.map(ProxyController::type).map(List::of).orElse(List.of(XdsType.values()));
    List<ProxyConfig> configs =
        new ProxyConfigReport(board.read(), types, resource -> EnvoyJson.of(resource.body()))
            .of(id);
    if (configs.isEmpty()) {
      throw Answers.notFound("No Envoy with the node id " + Answers.shown(id) + " is connected.");
    }
    return configs;
  }

  private static XdsType type(String id) {
    return Arrays.stream(XdsType.values())
        .filter(type -> TypeNames.id(type).equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                Answers.badRequest(
                    "The parameter type has to be one of "
                        + Arrays.stream(XdsType.values())
                            .map(TypeNames::id)
                            .collect(Collectors.joining(", "))
                        + "."));
  }
}
