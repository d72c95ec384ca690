package io.gatehouse.admin.rest;

import io.gatehouse.status.StatusBoard;
import io.gatehouse.status.report.ExplainRequest;
import io.gatehouse.status.report.Explainer;
import io.gatehouse.status.report.Explanation;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Why a request is served as it is, or not. */
@RestController
@RequestMapping(
    path = "/api/v1/explain",
    produces = {Answers.JSON, Answers.TEXT})
@Tag(name = "explain")
final class ExplainController {

  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._-]{1,253}");
  private static final int LAST_PORT = 65535;

  private final StatusBoard board;

  ExplainController(StatusBoard board) {
    this.board = board;
  }

  @GetMapping
  @Operation(summary = "What the proxies do with a request right now, step by step, and why")
  Explanation explain(
      @Parameter(description = "host name, without a port", example = "httpbin.example.com")
          @RequestParam
          String host,
      @Parameter(description = "the port of the Gateway's server")
          @RequestParam(defaultValue = "443")
          int port,
      @RequestParam(defaultValue = "/") String path,
      @RequestParam(defaultValue = "GET") String method,
      @Parameter(
              description =
                  "the server name of the TLS handshake, where it is not the host: as on a"
                      + " connection that a client has already; empty for none")
          @RequestParam
          Optional<String> sni) {
    if (!HOST.matcher(host).matches()) {
      throw Answers.badRequest("The parameter host has to be a host name, without a port.");
    }
    String serverName = sni.orElse(host);
    if (!serverName.isEmpty() && !HOST.matcher(serverName).matches()) {
      throw Answers.badRequest("The parameter sni has to be a host name, or empty.");
    }
    if (port < 1 || port > LAST_PORT) {
      throw Answers.badRequest("The parameter port has to be a number from 1 to 65535.");
    }
    if (!path.startsWith("/")) {
      throw Answers.badRequest("The parameter path has to begin with /.");
    }
    return Explainer.explain(
        board.read(), new ExplainRequest(host, port, path, method, serverName));
  }
}
