package io.gatehouse.status.report;

import com.google.common.collect.ArrayListMultimap;
import com.google.common.collect.ListMultimap;
import io.gatehouse.finding.Finding;
import io.gatehouse.model.Listener.Handling;
import io.gatehouse.model.RouteConfiguration;
import io.gatehouse.model.RouteConfiguration.VirtualHost;
import io.gatehouse.resource.ObjectName;
import io.gatehouse.resource.istio.VirtualService;
import io.gatehouse.status.Board;
import io.gatehouse.status.report.GroupModel.Placement;
import io.gatehouse.status.report.VirtualServiceStatus.BoundGateway;
import io.gatehouse.status.report.VirtualServiceStatus.ServedConnections;
import io.gatehouse.status.report.VirtualServiceStatus.ServedHost;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

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

  private record Forwarding(GroupModel group, Placement placement, Handling.Tcp tcp) {

    ServedConnections told() {
      return new ServedConnections(
          group.name(),
          placement.listener().name(),
          placement.chain().name(),
          placement.chain().serverNames(),
          tcp.origin().object().toString(),
          tcp.origin().field(),
          RouteWords.destinations(tcp, group));
    }
  }

  private final Board board;
  private final FindingIndex findings;
  private final Map<String, List<Serving>> byName = new HashMap<>();
  private final ListMultimap<String, Forwarding> forwarding = ArrayListMultimap.create();

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
      group
          .connections()
          .sorted(Comparator.comparing(placement -> placement.chain().name()))
          .forEach(
              placement -> {
                Handling.Tcp tcp = placement.chain().tcp().orElseThrow();
                forwarding.put(Origins.name(tcp.origin()), new Forwarding(group, placement, tcp));
              });
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
    List<Forwarding> forwarded = forwarding.get(service.name().toString());
    List<Finding> about = findings.about(service.origin());
    return new VirtualServiceStatus(
        service.metadata().namespace(),
        service.name().name(),
        state(serving, forwarded, about),
        service.hosts(),
        service.gateways().stream()
            .map(name -> new BoundGateway(name.toString(), board.view().gateway(name).isPresent()))
            .toList(),
        serving.stream().map(Serving::told).toList(),
        forwarded.stream().map(Forwarding::told).toList(),
        FindingEntry.of(about));
  }

  private ServingState state(
      List<Serving> serving, List<Forwarding> forwarded, List<Finding> about) {
    if (serving.isEmpty() && forwarded.isEmpty()) {
      return board.groups().isEmpty() ? ServingState.NO_PROXY : ServingState.LEFT_OUT;
    }
    List<Acknowledged> acknowledged =
        Stream.concat(
                serving.stream().map(VirtualServiceReport::by),
                forwarded.stream().map(one -> one.group().acknowledged(one.placement())))
            .toList();
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
