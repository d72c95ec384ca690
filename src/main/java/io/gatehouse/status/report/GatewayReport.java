package io.gatehouse.status.report;

import io.gatehouse.credential.CredentialKey;
import io.gatehouse.credential.CredentialStatus;
import io.gatehouse.finding.Finding;
import io.gatehouse.model.Listener.FilterChain;
import io.gatehouse.model.Listener.Handling;
import io.gatehouse.model.RouteConfiguration.VirtualHost;
import io.gatehouse.resource.HostPattern;
import io.gatehouse.resource.ObjectName;
import io.gatehouse.resource.istio.Gateway;
import io.gatehouse.resource.istio.Gateway.Server;
import io.gatehouse.resource.istio.Gateway.ServerHost;
import io.gatehouse.status.Board;
import io.gatehouse.status.report.GatewayStatus.HostStatus;
import io.gatehouse.status.report.GatewayStatus.ServedBy;
import io.gatehouse.status.report.GatewayStatus.ServerStatus;
import io.gatehouse.status.report.GroupModel.Placement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Tells what becomes of Gateways. */
public final class GatewayReport {

  private record Placed(GroupModel group, Placement placement) {}

  private final Board board;
  private final FindingIndex findings;
  private final List<GroupModel> groups;

  public GatewayReport(Board board) {
    this.board = board;
    this.findings = new FindingIndex(board.findings());
    this.groups = GroupModel.all(board);
  }

  /** All, oldest first. */
  public List<GatewayStatus> all() {
    return board.view().gateways().stream().map(this::of).toList();
  }

  public Optional<GatewayStatus> one(ObjectName name) {
    return board.view().gateway(name).map(this::of);
  }

  private GatewayStatus of(Gateway gateway) {
    List<Finding> about = findings.about(gateway.origin());
    List<ServerStatus> servers =
        gateway.servers().stream().map(server -> server(gateway, server)).toList();
    ServingState state = ServingState.of(servers.stream().map(ServerStatus::state).toList());
    boolean flawed = state == ServingState.SERVED && FindingIndex.anyError(about);
    List<FindingEntry> told =
        Stream.concat(
                FindingEntry.of(about).stream(),
                servers.stream().flatMap(server -> server.findings().stream()))
            .distinct()
            .toList();
    return new GatewayStatus(
        gateway.metadata().namespace(),
        gateway.name().name(),
        new TreeMap<>(gateway.selector()),
        flawed ? ServingState.PARTLY : state,
        servers,
        told);
  }

  private ServerStatus server(Gateway gateway, Server server) {
    List<GroupModel> selected = groups.stream().filter(group -> group.selectedBy(gateway)).toList();
    List<Placed> placed = new ArrayList<>();
    for (GroupModel group : selected) {
      group
          .placements(gateway, server)
          .forEach(placement -> placed.add(new Placed(group, placement)));
    }
    List<HostStatus> hosts = server.hosts().stream().map(host -> host(host, placed)).toList();
    List<ServedBy> servedBy = placed.stream().map(GatewayReport::servedBy).toList();
    Acknowledged acknowledged =
        new Acknowledged(
            selected.stream().mapToInt(group -> acknowledged(group, placed)).sum(),
            selected.stream().mapToInt(group -> group.proxies().size()).sum());
    List<Finding> own = findings.below(gateway.origin(server));
    boolean whole =
        placed.stream().map(Placed::group).distinct().count() == selected.size()
            && acknowledged.byAll()
            && hosts.stream().allMatch(HostStatus::served)
            && !FindingIndex.anyError(own);
    ServingState state =
        selected.isEmpty()
            ? ServingState.NO_PROXY
            : placed.isEmpty()
                ? ServingState.LEFT_OUT
                : acknowledged.of() == 0
                    ? ServingState.NO_PROXY
                    : whole ? ServingState.SERVED : ServingState.PARTLY;
    return new ServerStatus(
        server.index(),
        server.port().number(),
        server.port().protocol().name(),
        server.tls().map(tls -> tls.mode().name()),
        References.certificates(server),
        state,
        hosts,
        servedBy,
        acknowledged,
        FindingEntry.of(
            Stream.concat(own.stream(), credentialFindings(server, selected)).distinct().toList()));
  }

  /** How many of a group's Envoys have all of the server's chains. */
  private static int acknowledged(GroupModel group, List<Placed> placed) {
    return placed.stream()
        .filter(one -> one.group() == group)
        .mapToInt(one -> group.acknowledged(one.placement()).by())
        .min()
        .orElse(0);
  }

  private static ServedBy servedBy(Placed placed) {
    FilterChain chain = placed.placement().chain();
    return new ServedBy(
        placed.group().name(),
        placed.placement().listener().name(),
        placed.placement().listener().port(),
        chain.name(),
        chain.routeConfiguration(),
        placed.group().acknowledged(placed.placement()));
  }

  private static HostStatus host(ServerHost host, List<Placed> placed) {
    List<Placed> named =
        placed.stream().filter(one -> named(one.placement().chain(), host.host())).toList();
    List<VirtualHost> answering =
        named.stream()
            .flatMap(
                found ->
                    found.group().hosts(found.placement().chain()).within(host.host()).stream())
            .toList();
    List<Handling.Tcp> forwarding =
        named.stream().flatMap(found -> found.placement().chain().tcp().stream()).toList();
    TreeSet<String> virtualServices = new TreeSet<>();
    answering.forEach(virtualHost -> virtualServices.addAll(Origins.virtualServices(virtualHost)));
    forwarding.forEach(tcp -> virtualServices.add(Origins.name(tcp.origin())));
    return new HostStatus(
        host.host(),
        host.namespace(),
        !forwarding.isEmpty()
            || answering.stream()
                .anyMatch(found -> found.requireTls() || !found.routes().isEmpty()),
        List.copyOf(virtualServices));
  }

  private static boolean named(FilterChain chain, String host) {
    return chain.serverNames().isEmpty()
        || chain.serverNames().stream().anyMatch(name -> HostPattern.overlap(name, host));
  }

  private static Stream<Finding> credentialFindings(Server server, List<GroupModel> selected) {
    return selected.stream()
        .flatMap(
            group ->
                References.credentials(server, group.status().group().namespace()).stream()
                    .flatMap((CredentialKey key) -> group.status().credentials().get(key).stream()))
        .map(CredentialStatus::findings)
        .flatMap(List::stream);
  }
}
