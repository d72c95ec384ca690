package io.gatehouse.admin.rest;

import io.gatehouse.resource.ObjectName;
import io.gatehouse.status.StatusBoard;
import io.gatehouse.status.report.GatewayReport;
import io.gatehouse.status.report.GatewayStatus;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What becomes of Gateways. */
@RestController
@RequestMapping(
    path = "/api/v1/gateways",
    produces = {Answers.JSON, Answers.TEXT})
@Tag(name = "gateways")
final class GatewayController {

  private final StatusBoard board;

  GatewayController(StatusBoard board) {
    this.board = board;
  }

  @GetMapping
  @Operation(summary = "All Gateways: which proxies serve each server, or why not; oldest first")
  List<GatewayStatus> all() {
    return new GatewayReport(board.read()).all();
  }

  @GetMapping("/{namespace}/{name}")
  @Operation(summary = "One Gateway")
  GatewayStatus one(@PathVariable String namespace, @PathVariable String name) {
    ObjectName gateway = new ObjectName(namespace, name);
    return new GatewayReport(board.read())
        .one(gateway)
        .orElseThrow(() -> Answers.notFound("There is no Gateway " + Answers.shown(gateway) + "."));
  }
}
