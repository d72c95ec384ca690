package io.gatehouse.status.report;

import java.util.Locale;
import java.util.Objects;

/**
 * A request to be explained.
 *
 * @param host host name, lower case, without a port
 * @param port the port clients connect to, as the Gateway's server has it
 * @param path without the query
 * @param serverName the name in the TLS handshake, lower case; another than the host where the
 *     client uses a connection that it has already, empty for a client that sends none
 */
public record ExplainRequest(String host, int port, String path, String method, String serverName) {

  public ExplainRequest {
    Objects.requireNonNull(method, "method");
    host = host.toLowerCase(Locale.ROOT);
    serverName = serverName.toLowerCase(Locale.ROOT);
    int query = path.indexOf('?');
    path = query < 0 ? path : path.substring(0, query);
  }

  /** A request on a connection of its own. */
  public ExplainRequest(String host, int port, String path, String method) {
    this(host, port, path, method, host);
  }
}
