package io.gatehouse.translate.istio;

import io.gatehouse.finding.FindingCode;
import io.gatehouse.finding.Origin;
import io.gatehouse.resource.ProxyGroup;
import io.gatehouse.resource.ProxyGroup.IpFamily;
import io.gatehouse.resource.istio.Gateway;
import io.gatehouse.resource.istio.Gateway.Server;
import io.gatehouse.resource.istio.Gateway.ServerHost;
import io.gatehouse.translate.common.Findings;
import io.gatehouse.translate.common.IpAddress;
import io.gatehouse.translate.common.Words;
import io.gatehouse.translate.istio.ListenerPort.Traffic;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Puts the servers of all Gateways of a group onto ports, the oldest first.
 *
 * <p>A conflict costs the later server, and of it no more than what conflicts: where Istio skips a
 * whole TLS server for one host that an older one has, its other hosts are served here.
 *
 * <p>A server keeps its hosts and the nature of its port even while its credential is missing, or
 * the routes of its connections. Otherwise what comes later would take a younger host down, and one
 * that goes would let a younger server answer, without asking for certificates, for a host that an
 * older one guards.
 */
final class ServerMerger {

  private static final String ANY_IPV4 = "0.0.0.0";
  private static final String ANY_IPV6 = "::";
  private static final List<String> ANY = List.of(ANY_IPV4, ANY_IPV6);

  private final ProxyGroup group;
  private final PortResolver ports;
  private final Findings findings;
  private final Map<String, ListenerPort> listeners = new HashMap<>();
  private final Map<TlsHost, Origin> tlsHosts = new HashMap<>();

  private record TlsHost(String listener, String host) {}

  ServerMerger(ProxyGroup group, PortResolver ports, Findings findings) {
    this.group = group;
    this.ports = ports;
    this.findings = findings;
  }

  /**
   * The servers that have a place, in order of precedence.
   *
   * @param gateways oldest first
   */
  List<PlacedServer> merge(Collection<Gateway> gateways) {
    List<PlacedServer> placed = new ArrayList<>();
    for (Gateway gateway : gateways) {
      for (Server server : gateway.servers()) {
        place(gateway, server).ifPresent(placed::add);
      }
    }
    return placed;
  }

  private Optional<PlacedServer> place(Gateway gateway, Server server) {
    Origin origin = gateway.origin(server);
    return bindOf(server, origin)
        .flatMap(
            bind ->
                ports
                    .resolve(server.port().number(), origin.at("port.number"))
                    .flatMap(port -> listener(server, bind, port, origin)))
        .flatMap(
            listener -> {
              List<ServerHost> hosts =
                  listener.tls() ? claim(listener, server, origin) : server.hosts();
              return hosts.isEmpty()
                  ? Optional.empty()
                  : Optional.of(
                      new PlacedServer(listener, gateway.name(), server, origin, hosts, Map.of()));
            });
  }

  /** The address to bind in its canonical form; {@code ""} for all of them. */
  private Optional<String> bindOf(Server server, Origin origin) {
    Optional<IpAddress> address = IpAddress.parse(server.bind());
    boolean all = address.filter(bind -> ANY.contains(bind.text())).isPresent();
    if (server.bind().isEmpty() || all) {
      return Optional.of("");
    }
    Optional<String> bind = address.filter(this::isOfFamily).map(IpAddress::text);
    if (bind.isEmpty()) {
      findings.error(
          FindingCode.INVALID_FIELD,
          origin.at("bind"),
          "The server is left out: "
              + Words.shown(server.bind())
              + " is not an IP address that the proxies "
              + Words.shown(group)
              + " could bind.",
          "Write an address of theirs, or leave bind out for all of them.");
    }
    return bind;
  }

  private boolean isOfFamily(IpAddress address) {
    return group.ipFamily() == IpFamily.DUAL
        || group.ipFamily().name().equals(address.family().name());
  }

  private Optional<ListenerPort> listener(Server server, String bind, int port, Origin origin) {
    Traffic traffic = Traffic.of(server);
    List<String> addresses = bind.isEmpty() ? anyAddress() : List.of(bind);
    ListenerPort listener =
        listeners.computeIfAbsent(
            IstioNames.listener(addresses.get(0), port),
            name -> new ListenerPort(name, bind, addresses, port, traffic, origin));
    boolean shared = listener.traffic() == traffic && traffic != Traffic.TCP;
    if (shared || listener.origin().equals(origin)) {
      return Optional.of(listener);
    }
    findings.error(
        FindingCode.PORT_CONFLICT,
        origin.at("port"),
        "The server is left out: it "
            + (traffic == Traffic.TCP ? "takes all connections" : "speaks " + traffic.title())
            + " on port "
            + server.port().number()
            + " (port "
            + port
            + " of the proxies), where the older "
            + Words.shown(listener.origin())
            + (listener.traffic() == Traffic.TCP
                ? " takes all connections"
                : " speaks " + listener.traffic().title())
            + ".",
        "Give one of the two servers another port.");
    return Optional.empty();
  }

  private List<String> anyAddress() {
    if (group.ipFamily() == IpFamily.DUAL) {
      return ANY;
    }
    return List.of(group.ipFamily() == IpFamily.IPV4 ? ANY_IPV4 : ANY_IPV6);
  }

  private List<ServerHost> claim(ListenerPort listener, Server server, Origin origin) {
    List<ServerHost> claimed = new ArrayList<>();
    List<String> taken = new ArrayList<>();
    for (ServerHost host : server.hosts()) {
      Origin owner = tlsHosts.putIfAbsent(new TlsHost(listener.name(), host.host()), origin);
      if (owner == null || owner.equals(origin)) {
        claimed.add(host);
      } else {
        taken.add(host.host() + " (" + owner + ")");
      }
    }
    if (!taken.isEmpty()) {
      findings.error(
          FindingCode.HOST_CONFLICT,
          origin.at("hosts"),
          "Left out of this server, since an older server has them on port "
              + listener.port()
              + " of the proxies: "
              + Words.list(taken)
              + ".",
          "Take each host out of one of the two servers.");
    }
    return claimed;
  }
}
