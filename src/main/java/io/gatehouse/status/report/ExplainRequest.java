package io.gatehouse.status.report;

import java.util.Locale;
import java.util.Objects;

/**
 * A request to be explained.
 *
 * @param host host name, lower case, without a port
 * @param port the port clients connect to, as the Gateway's server has it
 * @param path without the query
 * @param query without the question mark; empty for none
 * @param serverName the name in the TLS handshake, lower case; another than the host where the
 *     client uses a connection that it has already, empty for a client that sends none
 */
public record ExplainRequest(
    String host, int port, String path, String query, String method, String serverName) {

  public ExplainRequest {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(query, "query");
    Objects.requireNonNull(method, "method");
    host = host.toLowerCase(Locale.ROOT);
    serverName = serverName.toLowerCase(Locale.ROOT);
  }

  /**
   * @param target the path, and the query if there is one
   */
  public ExplainRequest(String host, int port, String target, String method, String serverName) {
    this(host, port, target.split("\\?", 2)[0], query(target), method, serverName);
  }

  private static String query(String target) {
    return target.substring(Math.min(target.length(), target.split("\\?", 2)[0].length() + 1));
  }

  /** A request on a connection of its own. */
  public ExplainRequest(String host, int port, String path, String method) {
    this(host, port, path, method, host);
  }
}
