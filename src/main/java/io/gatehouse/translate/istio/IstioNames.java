package io.gatehouse.translate.istio;

import io.gatehouse.resource.ObjectName;
import io.gatehouse.resource.istio.Gateway.Server;
import java.util.Locale;

/** Istio's conventions for the names of what Envoy is given; its tools and dashboards read them. */
final class IstioNames {

  /** A cluster that never exists: what names it answers 503. */
  static final String BLACK_HOLE_CLUSTER = "BlackHoleCluster";

  /** Istio's default for {@code rootNamespace}: what is there is for all namespaces. */
  static final String ROOT_NAMESPACE = "istio-system";

  private static final String SERVICE_INFIX = ".svc.";

  private IstioNames() {}

  static String listener(String bind, int port) {
    return bind + "_" + port;
  }

  /** The UDP port beside a listener. */
  static String quicListener(String listener) {
    return "udp_" + listener;
  }

  /** One service port, without a subset. */
  static String cluster(int port, String host) {
    return cluster(port, "", host);
  }

  /**
   * Some of the endpoints of one service port.
   *
   * @param subset empty for all
   */
  static String cluster(int port, String subset, String host) {
    return "outbound|" + port + "|" + subset + "|" + host;
  }

  /**
   * One port of a host that a namespace knows otherwise than other namespaces do. Istio has no such
   * clusters, so that its names cannot be met.
   */
  static String clusterIn(String namespace, int port, String subset, String host) {
    return cluster(port, subset, host) + "@" + namespace;
  }

  /**
   * The routes of all plain HTTP servers of a port.
   *
   * @param bind empty for all addresses
   */
  static String httpRoutes(int port, String bind) {
    return "http." + port + suffix(bind);
  }

  /** One server that shares its chains with no other, and for HTTPS its routes. */
  static String server(ObjectName gateway, Server server, String bind) {
    return String.join(
            ".",
            server.port().protocol().title().toLowerCase(Locale.ROOT),
            Integer.toString(server.port().number()),
            server.port().name(),
            gateway.name(),
            gateway.namespace())
        + suffix(bind);
  }

  static String virtualHost(String host, int port) {
    return host + ":" + port;
  }

  /** A Service's full host name. */
  static String serviceHost(ObjectName service, String clusterDomain) {
    return service.name() + "." + service.namespace() + SERVICE_INFIX + clusterDomain;
  }

  private static String suffix(String bind) {
    return bind.isEmpty() ? "" : "." + bind;
  }
}
