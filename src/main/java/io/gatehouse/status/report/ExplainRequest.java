package io.gatehouse.status.report;

import java.util.Locale;
import java.util.Objects;

/**
 * A request to be explained.
 *
 * @param host host name, lower case, without a port; SNI and authority
 * @param port the port clients connect to, as the Gateway's server has it
 * @param path without the query
 */
public record ExplainRequest(String host, int port, String path, String method) {

  public ExplainRequest {
    Objects.requireNonNull(method, "method");
    host = host.toLowerCase(Locale.ROOT);
    int query = path.indexOf('?');
    path = query < 0 ? path : path.substring(0, query);
  }
}
