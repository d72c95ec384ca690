package io.gatehouse.admin.rest;

import io.gatehouse.resource.ObjectName;
import io.gatehouse.status.StatusBoard;
import io.gatehouse.status.report.CredentialDetail;
import io.gatehouse.status.report.CredentialEntry;
import io.gatehouse.status.report.CredentialReport;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Where credentials stand. */
@RestController
@RequestMapping(
    path = "/api/v1/credentials",
    produces = {Answers.JSON, Answers.TEXT})
@Tag(name = "credentials")
final class CredentialController {

  private final StatusBoard board;
  private final Clock clock;

  CredentialController(StatusBoard board, Clock clock) {
    this.board = board;
    this.clock = clock;
  }

  @GetMapping
  @Operation(summary = "All credentials that Gateways ask for: verdict, certificates, who has them")
  List<CredentialEntry> all() {
    return new CredentialReport(board.read(), clock.instant()).all();
  }

  @GetMapping("/{namespace}/{name}")
  @Operation(
      summary =
          "One credential, or a Secret that no Gateway asks for; an entry for the key pair and one"
              + " for the client CA where there is one")
  List<CredentialDetail> one(@PathVariable String namespace, @PathVariable String name) {
    ObjectName secret = new ObjectName(namespace, name);
    CredentialReport report = new CredentialReport(board.read(), clock.instant());
    List<CredentialDetail> details = report.one(secret);
    if (details.isEmpty()) {
      throw Answers.notFound(
          "There is no Secret "
              + Answers.shown(secret)
              + ", and no Gateway asks for it. "
              + where(report.namespaces()));
    }
    return details;
  }

  private static String where(List<String> namespaces) {
    return namespaces.isEmpty()
        ? "Secrets are looked up in the namespaces of the proxies, and none is known: no Envoy is"
            + " connected and no Proxy is declared."
        : "Secrets are looked up in the namespaces of the proxies, not of the Gateways: "
            + Answers.shown(String.join(", ", namespaces))
            + ".";
  }
}
