package io.gatehouse.status.report;

import java.util.Locale;
import java.util.Objects;

/**
 * A request to be explained.
 *
 * @param host host name, lower case, without a port; SNI and authority
 * @param port the port clients connect to, as the Gateway's server has it
 * @param path without the query
 * @param query without the question mark; empty for none
 */
public record ExplainRequest(String host, int port, String path, String query, String method) {

  public ExplainRequest {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(query, "query");
    Objects.requireNonNull(method, "method");
    host = host.toLowerCase(Locale.ROOT);
  }

  /**
   * @param target the path, and the query if there is one
   */
  public ExplainRequest(String host, int port, String target, String method) {
    this(host, port, target.split("\\?", 2)[0], query(target), method);
  }

  private static String query(String target) {
    return target.substring(Math.min(target.length(), target.split("\\?", 2)[0].length() + 1));
  }
}
