package io.gatehouse.admin.rest;

import io.gatehouse.finding.Severity;
import io.gatehouse.status.StatusBoard;
import io.gatehouse.status.report.FindingEntry;
import io.gatehouse.status.report.FindingReport;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What is wrong or worth knowing. */
@RestController
@RequestMapping(
    path = "/api/v1/findings",
    produces = {Answers.JSON, Answers.TEXT})
@Tag(name = "findings")
final class FindingController {

  private final StatusBoard board;

  FindingController(StatusBoard board) {
    this.board = board;
  }

  @GetMapping
  @Operation(summary = "All findings, by object; each parameter narrows them")
  List<FindingEntry> all(
      @Parameter(description = "error, warning or info") @RequestParam Optional<String> severity,
      @RequestParam Optional<String> namespace,
      @Parameter(description = "kind of the object, as Gateway") @RequestParam
          Optional<String> kind,
      @RequestParam Optional<String> name,
      @Parameter(description = "as unsupported-field") @RequestParam Optional<String> code) {
    return FindingReport.of(
        board.read(),
        new FindingReport.Filter(
            severity.map(FindingController::severity), namespace, kind, name, code));
  }

  private static Severity severity(String id) {
    return Arrays.stream(Severity.values())
        .filter(severity -> severity.name().equalsIgnoreCase(id))
        .findFirst()
        .orElseThrow(
            () ->
                Answers.badRequest(
                    "The parameter severity has to be one of error, warning, info."));
  }
}
