package io.gatehouse.status.report;

import io.gatehouse.credential.CredentialStatus;
import io.gatehouse.finding.Finding;
import io.gatehouse.finding.ForeignText;
import io.gatehouse.finding.Origin;
import io.gatehouse.finding.Severity;
import io.gatehouse.model.Listener.FilterChain;
import io.gatehouse.model.RouteConfiguration.VirtualHost;
import io.gatehouse.resource.HostPattern;
import io.gatehouse.resource.istio.Gateway;
import io.gatehouse.resource.istio.Gateway.Server;
import io.gatehouse.resource.istio.VirtualService;
import io.gatehouse.status.Board;
import io.gatehouse.status.report.Explanation.GroupAnswer;
import io.gatehouse.status.report.GroupModel.Placement;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Explains what becomes of a request, on what Envoys are served right now. */
public final class Explainer {

  private final Board board;
  private final ExplainRequest request;
  private final FindingIndex findings;
  private final List<GroupModel> groups;

  private Explainer(Board board, ExplainRequest request) {
    this.board = board;
    this.request = request;
    this.findings = new FindingIndex(board.findings());
    this.groups = GroupModel.all(board);
  }

  public static Explanation explain(Board board, ExplainRequest request) {
    return new Explainer(board, request).explain();
  }

  private record AskedServer(Gateway gateway, Server server) {

    boolean isFor(ExplainRequest request) {
      return server.port().number() == request.port()
          && server.hosts().stream()
              .anyMatch(host -> HostPattern.covers(host.host(), request.host()));
    }

    Origin origin() {
      return gateway.origin(server);
    }
  }

  private Explanation explain() {
    List<AskedServer> servers =
        board.view().gateways().stream()
            .flatMap(
                gateway ->
                    gateway.servers().stream().map(server -> new AskedServer(gateway, server)))
            .filter(asked -> asked.isFor(request))
            .toList();
    List<RequestWalk> walks = new ArrayList<>();
    List<GroupAnswer> answers = new ArrayList<>();
    for (GroupModel group : groups) {
      RequestWalk walk = new RequestWalk(group, request);
      walks.add(walk);
      answers.add(answer(group, walk));
    }
    SortedSet<Finding> about = about(servers, walks);
    return new Explanation(
        request, summary(servers, answers, about), answers, FindingEntry.of(List.copyOf(about)));
  }

  private static GroupAnswer answer(GroupModel group, RequestWalk walk) {
    return new GroupAnswer(
        group.name(),
        walk.outcome().id(),
        walk.steps(),
        walk.placement().map(Placement::chain).map(FilterChain::origin).map(Origin::toString),
        walk.placement().map(placement -> placement.listener().name()),
        walk.placement().map(Placement::chain).map(FilterChain::name),
        walk.placement().map(Placement::chain).flatMap(FilterChain::routeConfiguration),
        walk.virtualHost().map(VirtualHost::name),
        walk.route(),
        walk.placement()
            .map(group::acknowledged)
            .orElse(new Acknowledged(0, group.proxies().size())));
  }

  private SortedSet<Finding> about(List<AskedServer> servers, List<RequestWalk> walks) {
    SortedSet<Finding> about = new TreeSet<>();
    for (AskedServer asked : servers) {
      about.addAll(findings.below(asked.origin()));
      about.addAll(findings.below(asked.gateway().origin().at("spec.selector")));
      groups.stream()
          .filter(group -> group.selectedBy(asked.gateway()))
          .flatMap(
              group ->
                  References.credentials(asked.server(), group.status().group().namespace())
                      .stream()
                      .flatMap(key -> group.status().credentials().get(key).stream()))
          .map(CredentialStatus::findings)
          .forEach(about::addAll);
    }
    board.view().virtualServices().stream()
        .filter(this::isFor)
        .map(VirtualService::origin)
        .map(findings::about)
        .forEach(about::addAll);
    walks.stream()
        .flatMap(walk -> walk.route().stream())
        .flatMap(route -> route.destinations().stream())
        .map(RouteEntry.Destination::cluster)
        .flatMap(cluster -> groups.stream().flatMap(group -> group.clusterOrigin(cluster).stream()))
        .map(findings::about)
        .forEach(about::addAll);
    return about;
  }

  private boolean isFor(VirtualService service) {
    return service.hosts().stream().anyMatch(host -> HostPattern.covers(host, request.host()));
  }

  private String summary(
      List<AskedServer> servers, List<GroupAnswer> answers, SortedSet<Finding> about) {
    String what =
        ForeignText.shown(request.method() + " " + request.path())
            + " for "
            + ForeignText.shown(request.host())
            + " on port "
            + request.port();
    if (servers.isEmpty()) {
      return "No Gateway has a server on port "
          + request.port()
          + " for the host "
          + ForeignText.shown(request.host())
          + ", so "
          + what
          + " is not served.";
    }
    if (answers.isEmpty()) {
      return "No Envoy is connected and no Proxy is declared, so " + what + " is not served.";
    }
    String outcomes =
        answers.stream()
            .map(
                answer ->
                    "The proxies "
                        + ForeignText.shown(answer.group())
                        + " ("
                        + acknowledged(answer)
                        + "): "
                        + answer.steps().get(answer.steps().size() - 1))
            .collect(Collectors.joining(" "));
    String because =
        about.stream()
            .filter(finding -> finding.severity() == Severity.ERROR)
            .findFirst()
            .map(finding -> " " + finding.sentence() + " " + finding.remedy())
            .orElse("");
    return what + ". " + outcomes + because;
  }

  private static String acknowledged(GroupAnswer answer) {
    return answer.acknowledged().of() == 0
        ? "none is connected"
        : "acknowledged by " + answer.acknowledged();
  }
}
