package io.gatehouse.status.report;

import io.gatehouse.finding.Finding;
import io.gatehouse.model.RouteConfiguration;
import io.gatehouse.model.RouteConfiguration.VirtualHost;
import io.gatehouse.resource.ObjectName;
import io.gatehouse.resource.istio.VirtualService;
import io.gatehouse.status.Board;
import io.gatehouse.status.report.VirtualServiceStatus.BoundGateway;
import io.gatehouse.status.report.VirtualServiceStatus.ServedHost;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tells what becomes of VirtualServices. */
public final class VirtualServiceReport {

  private record Serving(GroupModel group, String routeConfiguration, VirtualHost host) {

    ServedHost told() {
      return new ServedHost(
          group.name(),
          routeConfiguration,
          host.name(),
          host.domains(),
          host.requireTls(),
          RouteWords.entries(host, group));
    }
  }

  private final Board board;
  private final FindingIndex findings;
  private final Map<String, List<Serving>> byName = new HashMap<>();

  public VirtualServiceReport(Board board) {
    this.board = board;
    this.findings = new FindingIndex(board.findings());
    for (GroupModel group : GroupModel.all(board)) {
      for (RouteConfiguration routes : group.status().model().routeConfigurations()) {
        for (VirtualHost host : routes.virtualHosts()) {
          Serving serving = new Serving(group, routes.name(), host);
          Origins.virtualServices(host)
              .forEach(name -> byName.computeIfAbsent(name, n -> new ArrayList<>()).add(serving));
        }
      }
    }
  }

  /** All, oldest first. */
  public List<VirtualServiceStatus> all() {
    return board.view().virtualServices().stream().map(this::of).toList();
  }

  public Optional<VirtualServiceStatus> one(ObjectName name) {
    return board.view().virtualServices().stream()
        .filter(service -> service.name().equals(name))
        .findFirst()
        .map(this::of);
  }

  private VirtualServiceStatus of(VirtualService service) {
    List<Serving> serving = byName.getOrDefault(service.name().toString(), List.of());
    List<Finding> about = findings.about(service.origin());
    return new VirtualServiceStatus(
        service.metadata().namespace(),
        service.name().name(),
        state(serving, about),
        service.hosts(),
        service.gateways().stream()
            .map(name -> new BoundGateway(name.toString(), board.view().gateway(name).isPresent()))
            .toList(),
        serving.stream().map(Serving::told).toList(),
        FindingEntry.of(about));
  }

  private ServingState state(List<Serving> serving, List<Finding> about) {
    if (serving.isEmpty()) {
      return board.groups().isEmpty() ? ServingState.NO_PROXY : ServingState.LEFT_OUT;
    }
    List<Acknowledged> acknowledged = serving.stream().map(VirtualServiceReport::by).toList();
    Acknowledged sum = Acknowledged.sum(acknowledged);
    if (sum.of() == 0) {
      return ServingState.NO_PROXY;
    }
    return sum.byAll() && !FindingIndex.anyError(about) ? ServingState.SERVED : ServingState.PARTLY;
  }

  private static Acknowledged by(Serving serving) {
    return Acknowledged.sum(
        serving.group().placements(serving.routeConfiguration()).stream()
            .map(serving.group()::acknowledged)
            .toList());
  }
}
