package io.gatehouse.status.report;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What becomes of a Gateway.
 *
 * @param findings those of its servers too
 */
public record GatewayStatus(
    String namespace,
    String name,
    Map<String, String> selector,
    ServingState state,
    List<ServerStatus> servers,
    List<FindingEntry> findings) {

  /**
   * One of its servers.
   *
   * @param index place in {@code spec.servers}
   * @param tls its mode, for example {@code SIMPLE}; absent where it has no TLS
   * @param credentialNames of its certificates; {@code file-cert:…} for files of the proxies
   * @param servedBy where the server is found in what each group of proxies is served
   * @param acknowledged by how many of the connected Envoys that it is for
   */
  public record ServerStatus(
      int index,
      int port,
      String protocol,
      Optional<String> tls,
      List<String> credentialNames,
      ServingState state,
      List<HostStatus> hosts,
      List<ServedBy> servedBy,
      Acknowledged acknowledged,
      List<FindingEntry> findings) {}

  /**
   * A host of a server.
   *
   * @param namespace whose VirtualServices may attach; {@code *} for all
   * @param served whether some group of proxies forwards connections for it, or has a virtual host
   *     for it that does not answer 404 to everything
   * @param virtualServices {@code namespace/name} of those that its routes come from
   */
  public record HostStatus(
      String host, String namespace, boolean served, List<String> virtualServices) {}

  /**
   * Where a group of proxies serves a server, by the names Envoy's admin page shows.
   *
   * @param routeConfiguration absent where connections are forwarded
   */
  public record ServedBy(
      String group,
      String listener,
      int port,
      String filterChain,
      Optional<String> routeConfiguration,
      Acknowledged acknowledged) {}
}
