package io.gatehouse.admin.rest;

import io.gatehouse.resource.ObjectName;
import io.gatehouse.status.StatusBoard;
import io.gatehouse.status.report.VirtualServiceReport;
import io.gatehouse.status.report.VirtualServiceStatus;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What becomes of VirtualServices. */
@RestController
@RequestMapping(
    path = "/api/v1/virtualservices",
    produces = {Answers.JSON, Answers.TEXT})
@Tag(name = "virtualservices")
final class VirtualServiceController {

  private final StatusBoard board;

  VirtualServiceController(StatusBoard board) {
    this.board = board;
  }

  @GetMapping
  @Operation(summary = "All VirtualServices with the final order of each host's routes")
  List<VirtualServiceStatus> all() {
    return new VirtualServiceReport(board.read()).all();
  }

  @GetMapping("/{namespace}/{name}")
  @Operation(summary = "One VirtualService")
  VirtualServiceStatus one(@PathVariable String namespace, @PathVariable String name) {
    ObjectName service = new ObjectName(namespace, name);
    return new VirtualServiceReport(board.read())
        .one(service)
        .orElseThrow(
            () -> Answers.notFound("There is no VirtualService " + Answers.shown(service) + "."));
  }
}
