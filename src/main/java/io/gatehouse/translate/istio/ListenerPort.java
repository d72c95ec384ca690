package io.gatehouse.translate.istio;

import io.gatehouse.finding.Origin;
import io.gatehouse.resource.istio.Gateway.Server;
import java.util.List;

/**
 * A port of the proxies that some server asked for.
 *
 * @param name the listener's
 * @param bind the one address it binds, empty for all
 * @param addresses what it binds
 * @param traffic what its clients speak
 * @param origin the oldest server that asked for it
 */
public record ListenerPort(
    String name, String bind, List<String> addresses, int port, Traffic traffic, Origin origin) {

  /** What clients speak, which is one thing on a port. */
  public enum Traffic {
    /** HTTP in the clear. */
    HTTP("plain HTTP"),
    /** TLS, whatever is inside. */
    TLS("TLS"),
    /** Anything. */
    TCP("TCP");

    private final String title;

    Traffic(String title) {
      this.title = title;
    }

    static Traffic of(Server server) {
      if (server.tls().isPresent()) {
        return TLS;
      }
      return server.port().protocol().isPlainHttp() ? HTTP : TCP;
    }

    /** For sentences. */
    String title() {
      return title;
    }
  }

  public ListenerPort {
    addresses = List.copyOf(addresses);
  }

  /** Whether its servers are told apart by server name. */
  boolean tls() {
    return traffic == Traffic.TLS;
  }
}
