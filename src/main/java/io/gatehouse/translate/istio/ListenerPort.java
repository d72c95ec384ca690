package io.gatehouse.translate.istio;

import io.gatehouse.finding.Origin;
import java.util.List;

/**
 * A port of the proxies that some server asked for.
 *
 * @param name the listener's
 * @param bind the one address it binds, empty for all
 * @param addresses what it binds
 * @param tls whether its servers terminate TLS
 * @param origin the oldest server that asked for it
 */
public record ListenerPort(
    String name, String bind, List<String> addresses, int port, boolean tls, Origin origin) {

  public ListenerPort {
    addresses = List.copyOf(addresses);
  }
}
